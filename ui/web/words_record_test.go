package web

import (
	"strings"

	"trithuc/registry"
	"trithuc/registry/citation"
	"trithuc/seeds"
)

// recordWords are the keys that the pages around a record put together.
func recordWords() []string {
	keys := []string{"publications.title"}
	add := func(prefix string, names ...string) {
		for _, n := range names {
			keys = append(keys, prefix+n)
		}
	}
	for _, f := range citation.Formats {
		add("citation.", string(f))
	}
	for _, s := range []registry.PublicationState{registry.PublicationAdded, registry.PublicationSame, registry.PublicationDuplicate, citation.Rejected} {
		add("offer.", string(s), string(s)+".help")
	}
	keys = append(keys, "manage.title", "catalogue.title", "nav.manage", "done.loaded", "done.unloaded", "code.becomes")
	for _, g := range gates {
		add("", g.name+".title", "manage."+g.name)
	}
	add("code.", registry.CatalogueRows(nil)[0]...)
	add("scheme.", schemes()...)
	keys = append(keys, "request.title", "exchange.title", "resolve.title", "request.new", "done.requested", "done.stepped", "done.organised", "done.disorganised", "secret.title", "restricted.title")
	for _, k := range []string{"changes", "openings", "requests", "when", "what", "why", "account", "purpose", "number", "received", "asked", "state", "result", "given.who", "given.document", "given.fields"} {
		keys = append(keys, "own."+k)
	}
	keys = append(keys, "access.title", "disclosure.title")
	add("disclosure.state.", string(registry.DisclosureAsked), string(registry.DisclosureApproved), string(registry.DisclosureRefused), string(registry.DisclosureWithdrawn))
	keys = append(keys, "proposal.title", "mine.edit.title", "done.proposed", "done.unproposed", "done.advised", "done.proposalaccept", "done.proposalrefuse")
	add("proposal.state.", string(registry.ProposalOpen), string(registry.ProposalAccepted), string(registry.ProposalRefused), string(registry.ProposalWithdrawn))
	keys = append(keys, "operation.title", "operation.guide")
	add("operation.", "index", "index.todo", "disk", "disk.todo", "log", "unclean", "unclean.todo", "backup", "backup.todo")
	add("done.disclosure", "asked", "approve", "refuse", "withdraw")
	add("request.state.", string(registry.RequestReceived), string(registry.RequestAcknowledged), string(registry.RequestDone), string(registry.RequestRefused))
	for _, k := range []registry.RequestKind{registry.RequestAccess, registry.RequestCorrect, registry.RequestWithdraw, registry.RequestErase} {
		add("request.", string(k), "settle."+string(k), "settle."+string(k)+".help", "settle."+string(k)+".do")
	}
	add("request.", "extend", "extend.do", "refuse", "refuse.do")
	add("scheme.help.", "scope", "holiday", "retirement")
	return keys
}

// schemes are the code lists that the product comes with, and the one that an
// administrator may begin.
func schemes() (names []string) {
	changes, err := seeds.Changes()
	if err != nil {
		panic(err)
	}
	for _, c := range changes {
		if l, ok := c.(*registry.LoadCodes); ok && !strings.HasPrefix(string(l.Scheme), registry.ExchangePrefix) {
			names = append(names, string(l.Scheme))
		}
	}
	return append(names, string(registry.SchemeTerm))
}
