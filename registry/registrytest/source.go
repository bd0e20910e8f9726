package registrytest

import (
	"testing"

	"trithuc/registry"
)

// rowOf is a source as the importer gives it.
func rowOf(i registry.ImportID, row int) registry.Source {
	return registry.Source{Import: i, Sheet: "Danh sách", Row: row, Cells: "name=C phone=K"}
}

func sourcesAreStamped(t *testing.T, r *room) {
	r.furnished(t)
	i := &registry.Import{File: "a.xlsx"}
	r.commit(t, &registry.AddImport{Import: i})
	p := Person(0, r.ctu, r.unit)
	r.commit(t, &registry.AddPerson{Person: p, Why: registry.Why{Source: rowOf(i.ID, 12)}})
	got := r.person(t, p.ID)
	sources, err := r.Sources(r.ctx, []registry.SourceID{got.Source})
	if err != nil {
		t.Fatal(err)
	}
	src := sources[got.Source]
	if src.Import != i.ID || src.Sheet != "Danh sách" || src.Row != 12 || src.At.IsZero() {
		t.Errorf("got source %+v, want row 12 of the import", src)
	}
	if cells := src.CellsOf("phone"); len(cells) != 1 || cells[0] != "K12" {
		t.Errorf("got cells %v of the telephone, want K12", cells)
	}
	for _, q := range got.Positions {
		if q.Source != got.Source {
			t.Errorf("position %+v has not the source %d of its row", q, got.Source)
		}
	}
}

func sourcesAreKept(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	old := p.Source
	q := Person(0, r.ctu, r.unit)
	q.ID, q.Phone = p.ID, "0987654321"
	q.Expertise = append(q.Expertise, registry.Expertise{Phrase: "chọn giống"})
	r.commit(t, &registry.AmendPerson{Person: q, Was: 1, Why: registry.Why{Source: rowOf(0, 3)}})
	got := r.person(t, p.ID)
	if got.Source != old || got.Sources["phone"] == 0 || got.Sources["phone"] == old || len(got.Sources) != 1 {
		t.Errorf("got source %d and %v, want %d and a newer one for the telephone alone", got.Source, got.Sources, old)
	}
	last := len(got.Expertise) - 1
	for i, e := range got.Expertise {
		if (e.Source != old) != (i == last) {
			t.Errorf("expertise %d has source %d; the row's is %d", i, e.Source, old)
		}
	}
}

func oneSourceOneRow(t *testing.T, r *room) {
	people := r.add(t, 5)
	for _, p := range people {
		if p.Source != people[0].Source {
			t.Errorf("one account in one commit gave sources %d and %d", people[0].Source, p.Source)
		}
	}
}
