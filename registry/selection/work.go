package selection

import (
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
)

// Work is what the panel judges, and whose it is.
type Work struct {
	Name          string   `json:"name"`          // of the task, the dossier, the matter
	Organisations []string `json:"organisations"` // that apply, lead or take part, by name or abbreviation
	People        []string `json:"people"`        // who apply or take part: staff codes, public ids, or names
}

// Dismissal says that somebody looked at a conflict and does not count it.
type Dismissal struct {
	Person string       `json:"person"` // staff code or public id
	Kind   ConflictKind `json:"kind"`
	Reason string       `json:"reason"`
}

// Declaration is a conflict that the registry does not tell, declared by the person or
// by somebody who knows. It bars.
type Declaration struct {
	Person string `json:"person"`
	Reason string `json:"reason"`
}

// named says that the need tells whose work is judged.
func (w Work) named() bool { return len(w.Organisations)+len(w.People) > 0 }

// maxNames bounds the lists of a Work.
const maxNames = 200

func (n *Need) workProblems() (found findings) {
	found.add(len(n.Work.Organisations) > maxNames, "work.organisations", len(n.Work.Organisations), fmt.Sprintf("nhiều quá %d cơ quan", maxNames))
	found.add(len(n.Work.People) > maxNames, "work.people", len(n.Work.People), fmt.Sprintf("nhiều quá %d người", maxNames))
	for i, x := range n.Dismissed {
		at := fmt.Sprintf("dismissed[%d].", i)
		found.add(!slices.Contains(conflictKinds, x.Kind), at+"kind", x.Kind, "không phải một loại xung đột")
		found.add(strings.TrimSpace(x.Reason) == "", at+"reason", x.Reason, "cần lý do")
	}
	for i, x := range n.Declared {
		found.add(strings.TrimSpace(x.Reason) == "", fmt.Sprintf("declared[%d].reason", i), x.Reason, "cần lý do")
	}
	return found
}

// opponent is whose work is judged: somebody of the registry, or a name alone.
type opponent struct {
	person registry.PersonID // 0 for a name alone
	name   string
	ties   []registry.Tie
}

// opponents finds whom the work names among the candidates; the others are names, and
// said to be so.
func (d *Draw) opponents() (found []opponent) {
	for _, text := range d.need.Work.People {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		known := false
		for _, c := range d.candidates {
			if c.answersTo(text) {
				found, known = append(found, opponent{c.person, c.name, c.ties}), true
			}
		}
		if !known {
			found = append(found, opponent{name: text})
			d.warnings = append(d.warnings, fmt.Sprintf("«%s» không có trong cơ sở dữ liệu: chỉ đối chiếu được theo tên tác giả. Hãy hỏi thêm bằng bản cam kết.", text))
		}
	}
	return found
}

// leads gives the organisations of the work, each with all it was and became.
func (d *Draw) leads() map[string][]registry.OrganisationID {
	leads := map[string][]registry.OrganisationID{}
	for _, name := range d.need.Work.Organisations {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		ids := d.organisations(name)
		if leads[name] = ids; len(ids) == 0 {
			d.warnings = append(d.warnings, fmt.Sprintf("Cơ quan «%s» không có trong cơ sở dữ liệu: không đối chiếu được nơi công tác. Hãy kiểm tra tên.", name))
		}
	}
	return leads
}
