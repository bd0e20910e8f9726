package seeds

import (
	"fmt"

	"trithuc/registry"
)

// readOrganisations reads organisations.tsv. Ids are -1, -2… in the order of
// the file, which names parents before their units.
func readOrganisations() ([]registry.Organisation, error) {
	t, err := readTable("organisations.tsv")
	if err != nil {
		return nil, err
	}
	var orgs []registry.Organisation
	ids := map[string]registry.OrganisationID{"": 0}
	err = t.each(func(r *row) error {
		parent, ok := ids[r.text("parent")]
		if !ok {
			return fmt.Errorf("parent %q does not stand above", r.text("parent"))
		}
		key := r.text("key")
		if _, twice := ids[key]; twice {
			return fmt.Errorf("key %q is empty or stands twice", key)
		}
		o := readOrganisation(r)
		o.ID, o.Parent = registry.OrganisationID(-len(ids)), parent
		ids[key] = o.ID
		orgs = append(orgs, o)
		return nil
	})
	return orgs, err
}

func readOrganisation(r *row) registry.Organisation {
	return registry.Organisation{
		Key: r.text("key"), Kind: registry.OrganisationKind(r.text("kind")),
		Name: r.text("name"), NameEn: r.text("name_en"),
		Abbreviations: r.list("abbreviations"), Aliases: r.list("aliases"),
		Sector: r.text("sector"), Ownership: r.text("ownership"),
		ValidFrom: r.date("valid_from"), ValidTo: r.date("valid_to"),
		Confirmed: r.yes("confirmed"), Note: withSource(r),
	}
}

// readLineage reads lineage.tsv: which organisation became which.
func readLineage(orgs []registry.Organisation) ([]registry.Lineage, error) {
	t, err := readTable("lineage.tsv")
	if err != nil {
		return nil, err
	}
	ids := map[string]registry.OrganisationID{}
	for _, o := range orgs {
		ids[o.Key] = o.ID
	}
	var steps []registry.Lineage
	err = t.each(func(r *row) error {
		from, to := ids[r.text("from")], ids[r.text("to")]
		if from == 0 || to == 0 {
			return fmt.Errorf("%q or %q is no organisation", r.text("from"), r.text("to"))
		}
		steps = append(steps, registry.Lineage{
			From: from, To: to, Kind: registry.LineageKind(r.text("kind")), On: r.date("on"), Note: r.text("note"),
		})
		return nil
	})
	return steps, err
}

// withSource adds to a note where the row was taken from: an organisation has no
// field of its own for that.
func withSource(r *row) string {
	source := "Nguồn: " + r.text("source")
	if note := r.text("note"); note != "" {
		return note + ". " + source
	}
	return source
}
