package registry

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// CodeChange is a code that a file tells otherwise than the registry.
type CodeChange struct{ Before, After Code }

// CatalogueVersionPlan says what a file does to one version of a list.
type CatalogueVersionPlan struct {
	Version string
	New     bool // the registry has no such version
	Added   []Code
	Removed []Code
	Changed []CodeChange
	Same    int
	Closed  bool // not in the file: it ends because a new version begins
}

// CataloguePlan says what loading a code list from a file does. It is made by
// PlanCatalogue and writes nothing itself.
type CataloguePlan struct {
	Scheme   Scheme
	Versions []CatalogueVersionPlan // in the order of their names

	changes []Change
}

// Changes says that there is something to write.
func (p *CataloguePlan) Changes() bool { return len(p.changes) > 0 }

// Digest stands for all that the plan says: the same file, and the registry not
// changed since.
func (p *CataloguePlan) Digest() (string, error) {
	raw, err := json.Marshal(struct {
		Scheme   Scheme
		Versions []CatalogueVersionPlan
	}{p.Scheme, p.Versions})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), err
}

// PlanCatalogue holds codes of a file against the registry. Each version in the
// file takes the place of the same version. A version the registry does not have
// begins with the earliest day of its codes; codes of other versions, not in the
// file, that would still hold then end the day before; versions of the thesaurus add
// to each other instead.
func PlanCatalogue(ref *Reference, scheme Scheme, codes []Code, reason string) *CataloguePlan {
	p := &CataloguePlan{Scheme: scheme}
	files, stored := byVersion(codes), ref.Versions(scheme)
	for version, list := range files {
		p.version(version, stored[version], list, len(stored[version]) == 0, false)
	}
	if begins := beginning(files, stored); !begins.IsZero() && scheme != SchemeTerm {
		for version, list := range stored {
			if _, told := files[version]; !told {
				if closed, some := closedOn(list, dayBefore(begins)); some {
					p.version(version, list, closed, false, true)
				}
			}
		}
	}
	slices.SortFunc(p.Versions, func(a, b CatalogueVersionPlan) int { return cmp.Compare(a.Version, b.Version) })
	slices.SortFunc(p.changes, func(a, b Change) int { return cmp.Compare(a.(*LoadCodes).Version, b.(*LoadCodes).Version) })
	for _, c := range p.changes {
		WhyOf(c).Reason = reason
	}
	return p
}

// version plans one version.
func (p *CataloguePlan) version(name string, before, after []Code, isNew, closed bool) {
	v := CatalogueVersionPlan{Version: name, New: isNew, Closed: closed}
	old := map[string]Code{}
	for _, c := range before {
		old[c.Code] = c
	}
	for _, c := range after {
		was, known := old[c.Code]
		delete(old, c.Code)
		switch {
		case !known:
			v.Added = append(v.Added, c)
		case sameCode(was, c):
			v.Same++
		default:
			v.Changed = append(v.Changed, CodeChange{was, c})
		}
	}
	for _, code := range slices.Sorted(maps.Keys(old)) {
		v.Removed = append(v.Removed, old[code])
	}
	p.Versions = append(p.Versions, v)
	if len(v.Added)+len(v.Removed)+len(v.Changed) > 0 {
		p.changes = append(p.changes, &LoadCodes{Scheme: p.Scheme, Version: name, Codes: after, Was: CodesDigest(before)})
	}
}

func sameCode(a, b Code) bool {
	for _, list := range []*[]string{&a.Variants, &a.Replaces, &b.Variants, &b.Replaces} {
		if len(*list) == 0 {
			*list = nil
		}
	}
	return reflect.DeepEqual(a, b)
}

// CodesDigest stands for what one version of a list says; of no codes too.
func CodesDigest(list []Code) *Digest {
	list = slices.SortedFunc(slices.Values(list), func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	h := sha256.New()
	for _, c := range list {
		fmt.Fprintf(h, "%q %v %v %v %t\n", slices.Concat([]string{c.Code, c.Parent, c.Name, c.NameEn, c.Abbreviation, c.Note, c.Source, fmt.Sprint(len(c.Variants))},
			c.Variants, c.Replaces), c.Value, c.ValidFrom, c.ValidTo, c.Confirmed)
	}
	return new(Digest(h.Sum(nil)))
}

func byVersion(codes []Code) map[string][]Code {
	parts := map[string][]Code{}
	for _, c := range codes {
		parts[c.Version] = append(parts[c.Version], c)
	}
	return parts
}

// beginning gives the first day of the versions the registry does not have; zero
// where none is new or none says.
func beginning(files, stored map[string][]Code) Date {
	var first Date
	for version, list := range files {
		if len(stored[version]) > 0 {
			continue
		}
		for _, c := range list {
			if !c.ValidFrom.IsZero() && (first.IsZero() || c.ValidFrom.Compare(first) < 0) {
				first = c.ValidFrom
			}
		}
	}
	return first
}

// closedOn gives the codes with an end where they held on after a day, and whether
// any did.
func closedOn(list []Code, last Date) ([]Code, bool) {
	closed, some := slices.Clone(list), false
	for i := range closed {
		c := &closed[i]
		if c.ValidFrom.Compare(last) <= 0 && (c.ValidTo.IsZero() || c.ValidTo.Compare(last) > 0 && !c.ValidTo.Agrees(last)) {
			c.ValidTo, some = last, true
		}
	}
	return closed, some
}

func dayBefore(d Date) Date {
	return DateOf(time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC).AddDate(0, 0, -1))
}

// LoadPlan writes what a plan says, in one transaction; a Conflict where the
// registry has all of it already.
func (g Catalogues) LoadPlan(ctx context.Context, p *CataloguePlan) (Receipt, error) {
	if !p.Changes() {
		return Receipt{}, Errorf(Conflict, "Danh mục %s đã đúng như tệp, nên không có gì để ghi.", p.Scheme)
	}
	return g.Load(ctx, p.changes)
}

// LoadSeen is LoadPlan if seen is the digest of this plan; else a Conflict.
func (g Catalogues) LoadSeen(ctx context.Context, p *CataloguePlan, seen string) (Receipt, error) {
	now, err := p.Digest()
	if err != nil {
		return Receipt{}, err
	}
	if seen != now {
		return Receipt{}, Errorf(Conflict, "Danh mục hoặc tệp đã khác với bản xem trước. Hãy xem trước lại rồi mới nạp.")
	}
	return g.LoadPlan(ctx, p)
}

// Versions gives the codes of every version of a scheme, each in the order of its codes.
func (r *Reference) Versions(s Scheme) map[string][]Code {
	parts := map[string][]Code{}
	for _, c := range r.every[s] {
		parts[c.Version] = append(parts[c.Version], *c)
	}
	for _, list := range parts {
		slices.SortFunc(list, func(a, b Code) int { return cmp.Compare(a.Code, b.Code) })
	}
	return parts
}

// EveryCode gives the codes of all versions, as a file of the scheme has them:
// versions in the order of their first day, then of their names.
func (r *Reference) EveryCode(s Scheme) []Code {
	parts := r.Versions(s)
	first := func(version string) Date { return beginning(map[string][]Code{version: parts[version]}, nil) }
	versions := slices.SortedFunc(maps.Keys(parts), func(a, b string) int {
		return cmp.Or(first(a).Compare(first(b)), cmp.Compare(a, b))
	})
	var all []Code
	for _, v := range versions {
		all = append(all, parts[v]...)
	}
	return all
}

// Schemes gives the schemes there are, in alphabetical order.
func (r *Reference) Schemes() []Scheme { return slices.Sorted(maps.Keys(r.every)) }

// CatalogueStep is one change of one version of a code list.
type CatalogueStep struct {
	Entry   Entry
	Scheme  Scheme // "" where an earlier program did not keep it
	Version string
	Before  []Code // none where the version was new
}

// CatalogueHistory gives the changes of a code list, all for "", the newest first.
func CatalogueHistory(ctx context.Context, store TrailReader, scheme Scheme) ([]CatalogueStep, error) {
	entries, err := store.EntriesOf(ctx, Subject{Kind: SubjectCatalogue})
	if err != nil {
		return nil, err
	}
	var steps []CatalogueStep
	for _, e := range slices.Backward(entries) {
		s := CatalogueStep{Entry: e}
		d, err := store.Payload(ctx, e.Seq)
		if err != nil {
			return nil, err
		}
		for name, into := range map[string]any{"scheme": &s.Scheme, "version": &s.Version, "codes": &s.Before} {
			if raw, ok := d[name]; ok && json.Unmarshal(raw, into) != nil {
				return nil, Errorf(Damaged, "Danh mục cũ ở mục %d của nhật ký không đọc được.", e.Seq)
			}
		}
		if scheme == "" || s.Scheme == scheme {
			steps = append(steps, s)
		}
	}
	return steps, nil
}

// Undo takes back the load that the entry seq was part of: every version gets the
// codes it had before, in one transaction. It is a Conflict where one of them was
// changed since.
func (g Catalogues) Undo(ctx context.Context, store interface {
	TrailReader
	ReferenceReader
}, seq Seq) (Receipt, error) {
	ref, err := store.Reference(ctx) // before the trail, so that what came between is Stale
	if err != nil {
		return Receipt{}, err
	}
	steps, err := CatalogueHistory(ctx, store, "")
	if err != nil {
		return Receipt{}, err
	}
	i := slices.IndexFunc(steps, func(s CatalogueStep) bool { return s.Entry.Seq == seq })
	if i < 0 {
		return Receipt{}, Errorf(NotFound, "Nhật ký không có lần nạp danh mục nào ở mục %d.", seq)
	}
	part := func(s CatalogueStep) bool {
		return s.Entry.At.Equal(steps[i].Entry.At) && s.Entry.Actor == steps[i].Entry.Actor && s.Entry.Reason == steps[i].Entry.Reason
	}
	var changes []Change
	later := map[string]Entry{}
	for _, s := range steps {
		name := string(s.Scheme) + "/" + s.Version
		if !part(s) {
			if s.Entry.Seq > seq {
				later[name] = s.Entry
			}
			continue
		}
		if e, changed := later[name]; changed || s.Scheme == "" {
			return Receipt{}, Errorf(Conflict, "Danh mục %s đã được thay đổi sau đó (mục %d của nhật ký). Hãy hoàn tác lần thay đổi ấy trước.", strings.Trim(name, "/"), e.Seq)
		}
		changes = append(changes, &LoadCodes{Why: Why{Reason: fmt.Sprintf("Hoàn tác mục %d của nhật ký", seq)}, Scheme: s.Scheme, Version: s.Version, Codes: s.Before,
			Was: CodesDigest(ref.Versions(s.Scheme)[s.Version])})
	}
	slices.Reverse(changes)
	return g.Load(ctx, changes)
}

// PlanCatalogueFile reads the rows of a file and plans loading them. It is Invalid
// with every refused cell at once.
func PlanCatalogueFile(ref *Reference, scheme Scheme, rows []SheetRow, file string) (*CataloguePlan, error) {
	codes, problems := ParseCatalogue(ref, scheme, rows)
	if len(problems) > 0 {
		return nil, &Error{Kind: Invalid, Problems: problems,
			Message: fmt.Sprintf("Tệp danh mục %s có %d chỗ không nhận được, chưa có gì thay đổi. Hãy sửa các chỗ được nêu rồi gửi lại.", scheme, len(problems))}
	}
	if len(codes) == 0 {
		return nil, Errorf(Invalid, "Tệp danh mục %s không có mã nào.", scheme)
	}
	if !slices.Contains(ref.Schemes(), scheme) && !slices.Contains(productSchemes, scheme) && !strings.HasPrefix(string(scheme), ExchangePrefix) {
		return nil, Errorf(Invalid, "Không có danh mục nào tên %q. Hãy chọn một trong các danh mục đang có.", scheme)
	}
	return PlanCatalogue(ref, scheme, codes, fmt.Sprintf("Nạp danh mục %s từ tệp %s", scheme, file)), nil
}
