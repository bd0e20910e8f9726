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
	return keys
}
