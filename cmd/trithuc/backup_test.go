package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
)

// digests gives what every file of a folder holds, but for locks, the index and
// what a restore under way holds.
func digests(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		if !strings.Contains(filepath.Base(name), "lock") && !strings.HasPrefix(name, "index") {
			found[name] = fmt.Sprintf("%x", sha256.Sum256(raw))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// filesOf gives what the files of imports hold.
func filesOf(t *testing.T, data string) map[string]string {
	t.Helper()
	found := digests(t, data)
	maps.DeleteFunc(found, func(name, _ string) bool { return !strings.HasPrefix(name, "files") })
	return found
}

// TestBackupAndRestore: what a backup holds comes back whole, uploads too, and is
// found by the search, whatever happened to the folder since.
func TestBackupAndRestore(t *testing.T) {
	data, file, key := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "key")
	must(t, data, "import", staff(t), "--yes")
	want := must(t, data, "export")
	uploads := filesOf(t, data)
	server := serve(t, data)
	must(t, data, "backup", file, "--key", key, "--new-key") // beside the server
	server.stop(t)
	must(t, data, "import", "undo", "1")
	must(t, data, "seed", "--people", "5")
	if must(t, data, "export") == want {
		t.Fatal("nothing changed since the backup")
	}
	for _, wrong := range [][]string{{"restore", file}, {"restore", file, "--key", file}} {
		if a := trithuc(t, data, wrong...); a.code != 1 || !strings.Contains(a.errout, "hóa") {
			t.Errorf("%v: exit %d, %s", wrong, a.code, a.errout)
		}
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	for _, folder := range []string{data, elsewhere} {
		must(t, folder, "restore", file, "--key", key)
		if got := must(t, folder, "export"); got != want {
			t.Errorf("restored\n%swant\n%s", got, want)
		}
		if got := filesOf(t, folder); len(got) == 0 || !maps.Equal(got, uploads) {
			t.Errorf("restored files %v, want %v", got, uploads)
		}
		if f := decode[found](t, must(t, folder, "search", "--json", "nguyen thi my hoa")); f.Total == 0 || f.Hits[0].Codes[0] != "N003" {
			t.Errorf("found %+v", f)
		}
		must(t, folder, "doctor")
		again := decode[report](t, must(t, folder, "import", staff(t), "--yes", "--json")) // the restored registry goes on
		if again.Same != 3 {
			t.Errorf("the same file again: %+v", again)
		}
		for _, left := range []string{".restore", ".backup"} {
			if _, err := os.Stat(filepath.Join(folder, left)); err == nil {
				t.Errorf("%s is left", left)
			}
		}
	}
}

// TestRestoreOfAnOldSchema: a backup that the first program made is brought to the
// present schema before it takes anything's place.
func TestRestoreOfAnOldSchema(t *testing.T) {
	old, file, data := t.TempDir(), filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "data")
	f, err := os.Open("../../registry/sqlite/testdata/schema-1/registry.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	put := func(dir string) error { return os.WriteFile(filepath.Join(dir, "registry.db"), raw, 0o600) }
	if err := put(old); err != nil {
		t.Fatal(err)
	}
	m, err := inspected(t.Context(), old, sqlite.Options{NewHead: true, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	_, err = archive.Take(t.Context(), t.TempDir(), file, nil, func(_ context.Context, to string) (archive.Manifest, error) { return m, put(to) })
	if err != nil {
		t.Fatal(err)
	}
	must(t, data, "restore", file)
	if n := len(exported(t, data)); n != m.People || n == 0 {
		t.Errorf("%d people, want %d", n, m.People)
	}
	must(t, data, "doctor")
}

// TestRefusedRestore: a damaged archive, one of a newer program and one whose
// registry is not sound change nothing.
func TestRefusedRestore(t *testing.T) {
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "b")
	must(t, data, "import", staff(t), "--yes")
	must(t, data, "backup", file)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before := digests(t, data)
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 12 {
		raw := slices.Clone(whole)
		if i%3 == 0 {
			raw = raw[:random.IntN(len(raw))]
		} else {
			raw[random.IntN(len(raw))] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if a := trithuc(t, data, "restore", file); a.code != 1 || !strings.Contains(a.errout, "hỏng") || strings.Count(a.errout, "\n") != 1 {
			t.Errorf("exit %d, %s", a.code, a.errout)
		}
	}
	if after := digests(t, data); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the data changed:\n%v\n%v", before, after)
	}
	if a := trithuc(t, data, "restore", filepath.Join(t.TempDir(), "nowhere")); a.code != 1 || !strings.Contains(a.errout, "nowhere") {
		t.Errorf("exit %d, %s", a.code, a.errout)
	}
}

// TestNoBackupOfDamage: a damaged registry takes no sound backup's place.
func TestNoBackupOfDamage(t *testing.T) {
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "b")
	must(t, data, "import", staff(t), "--yes")
	must(t, data, "backup", file)
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(data, "registry.db")
	raw, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.ReplaceAll(raw, []byte("vson@nctu"), []byte("vsan@nctu"))
	if bytes.Equal(raw, damaged) || os.WriteFile(db, damaged, 0o600) != nil {
		t.Fatal("nothing was damaged")
	}
	if a := trithuc(t, data, "backup", file); a.code != 1 || !strings.Contains(a.errout, "TT-") {
		t.Errorf("exit %d, %s; want the damaged record named", a.code, a.errout)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, sound) {
		t.Error("the sound backup was replaced")
	}
	must(t, data, "restore", file)
	must(t, data, "doctor")
}

// TestKilledRestore: kill -9 at random moments of a restore leaves the former data
// or the new, and the next command goes on with them.
func TestKilledRestore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "b")
	origin := filepath.Join(t.TempDir(), "data")
	must(t, origin, "import", many(t, 1500), "--yes")
	must(t, origin, "backup", file)
	start := time.Now()
	must(t, filepath.Join(t.TempDir(), "data"), "restore", file)
	whole := time.Since(start)
	data := filepath.Join(t.TempDir(), "data")
	must(t, data, "import", staff(t), "--yes")
	former, restored := 0, 0
	for range 12 {
		cmd := exec.Command(binary, "--data", data, "restore", file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(whole))))
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()
		if a := trithuc(t, data, "doctor"); a.code != 0 {
			t.Fatalf("doctor after the kill: %s%s", a.out, a.errout)
		}
		switch n := len(exported(t, data)); n {
		case 3:
			former++
		case 1500:
			restored++
			data = filepath.Join(t.TempDir(), "data")
			must(t, data, "import", staff(t), "--yes")
		default:
			t.Errorf("%d people after the kill", n)
		}
	}
	t.Logf("the former data stood %d times, the restored %d times", former, restored)
}

// TestRestoreAlone: a restore is refused while a server has the folder.
func TestRestoreAlone(t *testing.T) {
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "b")
	must(t, data, "seed", "--people", "3")
	must(t, data, "backup", file)
	serve(t, data)
	if a := trithuc(t, data, "restore", file); a.code != 1 || !strings.Contains(a.errout, "serve") {
		t.Errorf("exit %d, %s; want the server named", a.code, a.errout)
	}
	if a := trithuc(t, filepath.Join(t.TempDir(), "none"), "backup", file); a.code != 1 {
		t.Errorf("a backup of nothing: exit %d, %s", a.code, a.errout)
	}
}

// TestBackupsByThemselves: serve makes a backup where the day has none, tells of
// it, and the backup is sound.
func TestBackupsByThemselves(t *testing.T) {
	data, to := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "backups")
	must(t, data, "seed", "--people", "20")
	key := token(t, data)
	server := serve(t, data, "--backup-to", to)
	var made []string
	for until := time.Now().Add(20 * time.Second); len(made) == 0 && time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		made, _ = filepath.Glob(filepath.Join(to, "trithuc-*.backup"))
	}
	if len(made) != 1 {
		t.Fatalf("made %v\n%s", made, server.logs)
	}
	var figures string
	for until := time.Now().Add(5 * time.Second); !strings.Contains(figures, "trithuc_backup_age_seconds ") && time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		figures = fetch(t, server.url+"/metrics", key)
	}
	if !strings.Contains(figures, "trithuc_backup_age_seconds ") || !strings.Contains(figures, "trithuc_backup_failing 0") {
		t.Errorf("/metrics says nothing of it")
	}
	server.stop(t)
	if !strings.Contains(server.logs.String(), "backup made") {
		t.Errorf("the log says nothing of it:\n%s", server.logs)
	}
	other := filepath.Join(t.TempDir(), "other")
	must(t, other, "restore", made[0])
	if got, want := must(t, other, "export"), must(t, data, "export"); got != want {
		t.Error("the backup is not what was served")
	}
}

// fetch gives the body of a page as the account of a token sees it.
func fetch(t *testing.T, url, token string) string {
	t.Helper()
	res, err := http.DefaultClient.Do(asked(t, url, token))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
