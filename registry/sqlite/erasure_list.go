package sqlite

import (
	"slices"

	"trithuc/registry"
)

// forgetShortlists takes people out of the lists they were picked for, renames lists
// whose name tells of them, and gives the entries that may hold the former ones.
func (c *commit) forgetShortlists(ids []registry.PersonID, who *registry.Traces) (seqs []int64, err error) {
	all, err := shortlists.rows(c.ctx, c.s, "")
	if err != nil {
		return nil, err
	}
	for i := range all {
		if !forgetShortlist(&all[i], ids, who) {
			continue
		}
		if err := shortlists.update(c.ctx, c.s, &all[i]); err != nil {
			return nil, err
		}
		if seqs, err = c.entriesOf(shortlistSubject(all[i].ID), seqs); err != nil {
			return nil, err
		}
	}
	return seqs, nil
}

func forgetShortlist(l *registry.Shortlist, ids []registry.PersonID, who *registry.Traces) bool {
	n := len(l.People)
	l.People = slices.DeleteFunc(l.People, func(id registry.PersonID) bool { return slices.Contains(ids, id) })
	named := who.In(l.Name) || len(l.People) < n && who.InTitle(l.Name, len(l.People) == 0)
	if named {
		l.Name = registry.ErasedList
	}
	return named || len(l.People) < n
}

// forgetFiles renames files of citations whose name tells of somebody.
func (c *commit) forgetFiles(who *registry.Traces) error {
	from, err := sourceTable.rows(c.ctx, c.s, "WHERE file <> ''")
	for i := 0; i < len(from) && err == nil; i++ {
		if who.In(from[i].File) || who.Sources[from[i].ID] && who.InTitle(from[i].File, true) {
			from[i].File = registry.ErasedFile
			err = sourceTable.update(c.ctx, c.s, &from[i])
		}
	}
	return err
}
