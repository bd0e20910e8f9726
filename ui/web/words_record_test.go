package web

import (
	"trithuc/registry"
	"trithuc/registry/citation"
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
	for _, s := range []registry.Scheme{registry.SchemeField, registry.SchemeFORD, registry.SchemeEducation, registry.SchemeDegree, registry.SchemeTitle,
		registry.SchemeHonour, registry.SchemeRank, registry.SchemeWard, registry.SchemeProvince, registry.SchemeRetirement, registry.SchemeTarget,
		registry.SchemeScope, registry.SchemeSector, registry.SchemeOwnership, registry.SchemeLanguage, registry.SchemeTaskLevel, registry.SchemeSystem,
		registry.SchemeHoliday, "status"} {
		add("scheme.", string(s))
	}
	keys = append(keys, "request.title", "exchange.title", "resolve.title", "request.new", "done.requested", "done.stepped")
	add("request.state.", string(registry.RequestReceived), string(registry.RequestAcknowledged), string(registry.RequestDone), string(registry.RequestRefused))
	for _, k := range []registry.RequestKind{registry.RequestAccess, registry.RequestCorrect, registry.RequestWithdraw, registry.RequestErase} {
		add("request.", string(k), "settle."+string(k), "settle."+string(k)+".help", "settle."+string(k)+".do")
	}
	add("request.", "extend", "extend.do", "refuse", "refuse.do")
	add("scheme.help.", "scope", "holiday", "retirement")
	return keys
}
