package sqlite_test

import (
	"testing"
)

// TestWhatAPanelHoldsTwice: a value that stands beside a panel and in it is noticed when
// either was changed past the program.
func TestWhatAPanelHoldsTwice(t *testing.T) {
	t.Parallel()
	dir := whole(t, 20)
	for _, damage := range []string{"state = 'signed'", "name = name || 'x'", "account = 'khác'", "people = '[7]'",
		"body = replace(body, 'người thử', 'khác')", "body = replace(body, 'draft', 'signed')"} {
		work := copied(t, dir)
		file := raw(t, work)
		done, err := file.Exec("UPDATE panel SET " + damage)
		must(t, err)
		if n, err := done.RowsAffected(); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		must(t, file.Close())
		if !detected(work) {
			t.Errorf("%s was not noticed", damage)
		}
	}
}
