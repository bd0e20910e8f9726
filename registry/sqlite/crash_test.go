package sqlite_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

var kills = flag.Int("kills", 25, "how often TestKilledWriter kills the writer")

// writerDir names the folder in which this test binary, started again, writes
// until it is killed.
const writerDir = "TRITHUC_TEST_WRITER"

func TestMain(m *testing.M) {
	flag.Parse()
	if dir := os.Getenv(writerDir); dir != "" {
		fmt.Fprintln(os.Stderr, writeForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForever commits additions, amendments and removals, and says after each
// commit which entry was acknowledged and how many people there must be.
func writeForever(dir string) error {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return err
	}
	totals, err := db.Totals(ctx)
	if err != nil {
		return err
	}
	people := totals.People
	for i := 0; ; i++ {
		changes, more, err := mixed(ctx, db, i)
		if err != nil {
			return err
		}
		r, err := db.Commit(ctx, registrytest.Operator, changes)
		if err != nil {
			return err
		}
		if want := len(changes) + merges(changes); int(r.Last-r.First)+1 != want {
			return fmt.Errorf("%d changes gave %+v, want %d entries", len(changes), r, want)
		}
		people += more
		fmt.Println(r.Last, people)
	}
}

// merges counts the changes that two entries tell of.
func merges(changes []registry.Change) (n int) {
	for _, c := range changes {
		if _, ok := c.(*registry.MergePeople); ok {
			n++
		}
	}
	return n
}

// mixed gives the i-th changes of the writer and how many people they add: two are
// added, and one is removed, merged with the next, or amended in row and lists.
func mixed(ctx context.Context, db *sqlite.DB, i int) ([]registry.Change, int, error) {
	changes := []registry.Change{
		&registry.AddPerson{Person: registrytest.Person(i, 0, 0)},
		&registry.AddPerson{Person: registrytest.Person(i+1, 0, 0)},
	}
	p, err := db.Person(ctx, registry.PersonID(2*i+1))
	switch {
	case registry.KindOf(err) == registry.NotFound:
		return changes, 2, nil
	case err != nil:
		return nil, 0, err
	case i%3 == 0:
		return append(changes, &registry.RemovePerson{ID: p.ID, Was: p.Version}), 1, nil
	case i%3 == 1:
		next, err := db.Person(ctx, registry.PersonID(2*i+2))
		if err == nil && next.ID != p.ID {
			p.Publications = append(p.Publications, next.Publications...)
			return append(changes, &registry.MergePeople{Person: p, Was: p.Version, Gone: next.ID, GoneWas: next.Version}), 1, nil
		}
	}
	p.Phone = fmt.Sprintf("08%08d", p.Version) // never what is stored
	p.Tasks = append(p.Tasks[:min(len(p.Tasks), 3)], registry.Task{Name: fmt.Sprintf("Nhiệm vụ %d", p.Version)})
	return append(changes, &registry.AmendPerson{Person: p, Was: p.Version}), 2, nil
}

func TestKilledWriter(t *testing.T) {
	dir := t.TempDir()
	acknowledged := 0
	for range *kills {
		seq, people, n := killedWriter(t, dir, time.Duration(5+rand.IntN(120))*time.Millisecond)
		acknowledged += n
		db := opened(t, dir, sqlite.Options{})
		for _, v := range violations(t, db) {
			t.Errorf("after a kill: %+v", v)
		}
		totals, err := db.Totals(t.Context())
		must(t, err)
		// One more commit than was acknowledged may have been written.
		if int64(totals.Last) < seq || totals.People < people || totals.People > people+2 {
			t.Fatalf("acknowledged entry %d with %d people, found %+v", seq, people, totals)
		}
		must(t, db.Close())
	}
	t.Logf("%d kills, %d acknowledged commits, none lost", *kills, acknowledged)
}

// killedWriter lets a process write for a while, kills it, and gives its last
// acknowledged entry, the number of people then, and how many commits it
// acknowledged.
func killedWriter(t *testing.T, dir string, after time.Duration) (seq int64, people, commits int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if commits++; commits == 1 {
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
		if n, _ := fmt.Sscan(lines.Text(), &seq, &people); n != 2 {
			t.Logf("a line cut short: %q", lines.Text())
		}
	}
	cmd.Wait()
	if commits == 0 {
		t.Fatal("the writer wrote nothing")
	}
	return seq, people, commits
}
