package archive

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"trithuc/registry"
)

func day(s string) time.Time {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return at
}

func TestPrune(t *testing.T) {
	ict := time.FixedZone("ICT", 7*60*60)
	dir := t.TempDir()
	f := Folder(dir)
	for d := range 40 { // two a day, 1 October to 9 November 2026
		for _, hour := range []int{1, 13} {
			must(t, os.WriteFile(f.Name(time.Date(2026, 10, 1+d, hour, 0, 0, 0, ict)), nil, 0o600))
		}
	}
	for _, other := range []string{"trithuc-20261001.backup", "trithuc-20261001-000000.backup.txt", "báo cáo.docx"} {
		must(t, os.WriteFile(filepath.Join(dir, other), nil, 0o600))
	}
	n, err := f.Prune(Retention{Daily: 3, Weekly: 3}, ict)
	must(t, err)
	made, err := f.Archives()
	must(t, err)
	want := []string{"2026-11-09 13", "2026-11-08 13", "2026-11-07 13", "2026-11-01 13"} // 9 November is a Monday
	var got []string
	for _, at := range made {
		got = append(got, at.In(ict).Format("2006-01-02 15"))
	}
	if !slices.Equal(got, want) || n != 76 {
		t.Errorf("kept %v and removed %d, want %v", got, n, want)
	}
	if left, _ := os.ReadDir(dir); len(left) != len(want)+3 {
		t.Errorf("files of others were touched: %v", left)
	}
	if _, err := Folder(filepath.Join(dir, "nowhere")).Archives(); registry.KindOf(err) != registry.NotFound {
		t.Errorf("got %v for a folder that is not there", err)
	}
}

// TestRetention: the newest stays, no more stay than asked for, and what is once
// too old never stands in the way of a newer one.
func TestRetention(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.SliceOfDistinct(rapid.IntRange(0, 24*400), rapid.ID[int]).Draw(t, "hours")
		keep := Retention{rapid.IntRange(0, 9).Draw(t, "daily"), rapid.IntRange(0, 9).Draw(t, "weekly")}
		slices.Sort(hours)
		slices.Reverse(hours)
		made := make([]time.Time, len(hours))
		for i, h := range hours {
			made[i] = day("2026-01-01T00:00:00Z").Add(time.Duration(h) * time.Hour)
		}
		kept := keep.spared(made, time.UTC)
		n := 0
		for _, k := range kept {
			if k {
				n++
			}
		}
		if len(made) > 0 && !kept[0] {
			t.Fatal("the newest is not kept")
		}
		if n > max(1, keep.Daily+keep.Weekly) {
			t.Fatalf("%d kept of %+v", n, keep)
		}
	})
}
