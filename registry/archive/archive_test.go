package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trithuc/registry"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// folder makes a folder of files: slash-separated name → content.
func folder(t testing.TB, dir string, content map[string]string) string {
	t.Helper()
	for name, text := range content {
		path := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

// contents reads a folder back.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		found[filepath.ToSlash(name)] = string(raw)
		return err
	}))
	return found
}

var sample = map[string]string{
	"registry.db": strings.Repeat("cơ sở dữ liệu ", 2000), "files/imports/1/upload": "bảng tính", "files/imports/1/rows.jsonl": "",
}

// taken makes an archive of the sample in a new folder.
func taken(t testing.TB, key *Key) (path string) {
	t.Helper()
	dir := folder(t, t.TempDir(), sample)
	must(t, os.WriteFile(filepath.Join(dir, "lock"), nil, 0o600)) // does not belong
	path = filepath.Join(t.TempDir(), "a.backup")
	_, err := Take(t.Context(), dir, path, key, copyOf(dir))
	must(t, err)
	if left := slices.Sorted(maps.Keys(contents(t, dir))); slices.Contains(left, copying+"/registry.db") {
		t.Errorf("the copy was left: %v", left)
	}
	return path
}

func copyOf(dir string) func(context.Context, string) (Manifest, error) {
	return func(_ context.Context, to string) (Manifest, error) {
		raw, err := os.ReadFile(filepath.Join(dir, database))
		return Manifest{Seq: 7, People: 3}, errors.Join(err, os.WriteFile(filepath.Join(to, database), raw, 0o600))
	}
}

func newKey(t testing.TB) (*Key, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	must(t, MakeKey(path))
	k, err := ReadKey(path)
	must(t, err)
	return k, path
}

func TestRoundTrip(t *testing.T) {
	key, _ := newKey(t)
	for name, k := range map[string]*Key{"plain": nil, "encrypted": key} {
		t.Run(name, func(t *testing.T) {
			path, to := taken(t, k), t.TempDir()
			m, err := Extract(path, k, to)
			must(t, err)
			if got := contents(t, to); !maps.Equal(got, sample) || m.Seq != 7 || m.People != 3 || len(m.Parts) != len(sample) {
				t.Errorf("got %v and %+v", slices.Sorted(maps.Keys(got)), m)
			}
			raw, err := os.ReadFile(path)
			must(t, err)
			if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
				t.Errorf("others may read the archive: %v", info.Mode())
			}
			if k != nil && bytes.Contains(raw, []byte("registry.db")) {
				t.Error("the encrypted archive shows names")
			}
		})
	}
}

func TestKeys(t *testing.T) {
	key, path := newKey(t)
	other, _ := newKey(t)
	shown, err := os.ReadFile(path)
	must(t, err)
	_, line, _ := strings.Cut(string(shown), "không mở được: ")
	public := filepath.Join(t.TempDir(), "public")
	must(t, os.WriteFile(public, []byte(strings.SplitN(line, "\n", 2)[0]+"\n"), 0o600))
	closing, err := ReadKey(public)
	must(t, err)
	archive := taken(t, closing)
	for _, c := range []struct {
		name string
		key  *Key
		want registry.Kind
	}{{"no key", nil, registry.Forbidden}, {"another key", other, registry.Forbidden}, {"the recipient alone", closing, registry.Forbidden}} {
		if _, err := Extract(archive, c.key, t.TempDir()); registry.KindOf(err) != c.want {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	if _, err := Extract(archive, key, t.TempDir()); err != nil {
		t.Errorf("the key does not open what its recipient closed: %v", err)
	}
	if err := MakeKey(path); registry.KindOf(err) != registry.Conflict {
		t.Errorf("got %v, want the key file left alone", err)
	}
	if _, err := ReadKey(archive); registry.KindOf(err) != registry.Unreadable {
		t.Errorf("got %v for a file that is no key", err)
	}
}

// TestDamagedArchives changes, cuts and lengthens archives in 1,000 ways: each is
// refused.
func TestDamagedArchives(t *testing.T) {
	key, _ := newKey(t)
	random := rand.New(rand.NewPCG(1, 2))
	for _, k := range []*Key{nil, key} {
		whole, err := os.ReadFile(taken(t, k))
		must(t, err)
		path := filepath.Join(t.TempDir(), "damaged")
		for i := range 500 {
			raw := slices.Clone(whole)
			switch i % 5 {
			case 0:
				raw = raw[:random.IntN(len(raw))]
			case 1:
				raw = append(raw, byte(i))
			default:
				raw[random.IntN(len(raw))] ^= 1 << random.IntN(8)
			}
			must(t, os.WriteFile(path, raw, 0o600))
			if _, err := Extract(path, k, t.TempDir()); registry.KindOf(err) != registry.Damaged {
				t.Fatalf("change %d: got %v, want Damaged", i, err)
			}
		}
	}
}

// resum makes the sum of an archive fit again, as somebody who tampers would.
func resum(raw []byte) []byte {
	raw = raw[:len(raw)-sumSize]
	sum := sha256.Sum256(raw)
	return append(raw, sum[:]...)
}

// forged makes an archive with a right sum out of entries.
func forged(t *testing.T, manifest string, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(magic + string(plain))
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, name := range append(names, manifestName) {
		text := "x"
		if name == manifestName {
			text = manifest
		}
		must(t, w.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600, Typeflag: tar.TypeReg}))
		_, err := w.Write([]byte(text))
		must(t, err)
	}
	must(t, errors.Join(w.Close(), z.Close()))
	return resum(append(b.Bytes(), make([]byte, sumSize)...))
}

func TestTamperedArchives(t *testing.T) {
	key, _ := newKey(t)
	sealed, err := os.ReadFile(taken(t, key))
	must(t, err)
	sealed[len(sealed)-sumSize-40] ^= 1
	format := []byte(magic + "p")
	format[len(magic)-1]++
	const none = `{"format":1,"parts":[]}`
	for _, c := range []struct {
		name string
		raw  []byte
		key  *Key
		want registry.Kind
	}{
		{"a sealed one changed", resum(sealed), key, registry.Damaged},
		{"a part too many", forged(t, none, "registry.db"), nil, registry.Damaged},
		{"a part too few", forged(t, `{"format":1,"parts":[{"name":"registry.db","size":1,"sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}]}`), nil, registry.Damaged},
		{"a path out of the folder", forged(t, none, "files/../../x"), nil, registry.Damaged},
		{"an absolute path", forged(t, none, "/etc/x"), nil, registry.Damaged},
		{"a log beside the database", forged(t, none, "registry.db-wal"), nil, registry.Damaged},
		{"the same part twice", forged(t, none, "files/a", "files/a"), nil, registry.Busy},
		{"a newer manifest", forged(t, `{"format":2}`), nil, registry.NewerVersion},
		{"a newer format", resum(append(format, make([]byte, 100)...)), nil, registry.NewerVersion},
		{"a workbook", resum(bytes.Repeat([]byte("PK"), 100)), nil, registry.Damaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a")
			must(t, os.WriteFile(path, c.raw, 0o600))
			to := filepath.Join(t.TempDir(), "to")
			must(t, os.Mkdir(to, 0o700))
			if _, err := Extract(path, c.key, to); registry.KindOf(err) != c.want {
				t.Errorf("got %v, want kind %v", err, c.want)
			}
			if around := contents(t, filepath.Dir(to)); slices.ContainsFunc(slices.Collect(maps.Keys(around)), func(n string) bool { return !strings.HasPrefix(n, "to/") }) {
				t.Errorf("wrote out of the folder: %v", around)
			}
		})
	}
}

// TestFailedTakeLeavesTheOldArchive: what cannot be finished replaces nothing.
func TestFailedTakeLeavesTheOldArchive(t *testing.T) {
	dir := folder(t, t.TempDir(), sample)
	path := filepath.Join(folder(t, t.TempDir(), map[string]string{"a.backup": magic + "cũ"}), "a.backup")
	broken := errors.New("no copy")
	if _, err := Take(t.Context(), dir, path, nil, func(context.Context, string) (Manifest, error) { return Manifest{}, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if got := contents(t, filepath.Dir(path)); !maps.Equal(got, map[string]string{"a.backup": magic + "cũ"}) {
		t.Errorf("got %v, want the former archive alone", got)
	}
	_, err := Take(t.Context(), dir, filepath.Join(dir, "nowhere", "a"), nil, copyOf(dir))
	if registry.KindOf(err) != registry.Busy {
		t.Errorf("got %v for a folder that is not there", err)
	}
}

func TestOneBackupAtATime(t *testing.T) {
	dir := folder(t, t.TempDir(), sample)
	_, err := Take(t.Context(), dir, filepath.Join(t.TempDir(), "a"), nil, func(ctx context.Context, to string) (Manifest, error) {
		must(t, Sweep(dir)) // leaves alone what goes on
		_, err := Take(ctx, dir, filepath.Join(t.TempDir(), "b"), nil, copyOf(dir))
		if registry.KindOf(err) != registry.Busy {
			t.Errorf("a second backup: %v", err)
		}
		return copyOf(dir)(ctx, to)
	})
	must(t, err)
	folder(t, dir, map[string]string{copying + "/registry.db": "left by a kill"})
	must(t, Sweep(dir))
	if exists(filepath.Join(dir, copying)) {
		t.Error("what a killed backup left is still there")
	}
}
