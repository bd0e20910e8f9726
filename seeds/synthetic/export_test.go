package synthetic

import "trithuc/registry"

// Rows lets tests read the tables.
var Rows = rows

// Guessed says of every unit people may be drawn for whether its discipline is
// only the one of last resort.
func Guessed(ref *registry.Reference) map[registry.OrganisationID]bool {
	guessed := map[registry.OrganisationID]bool{}
	for _, h := range readHomes(ref).items {
		for _, p := range h.places.items {
			id := p.unit
			if id == 0 {
				id = h.id
			}
			guessed[id] = p.guessed
		}
	}
	return guessed
}
