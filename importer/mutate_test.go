package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"trithuc/registry"
)

// pipe reads a file in this process, as the child would, and understands its
// frames as the parent would; what is not an error of ours is a defect.
func pipe(t testing.TB, ref *registry.Reference, path string) {
	t.Helper()
	var frames bytes.Buffer
	w := newFrameWriter(&frames)
	err := readFile(job{Path: path}, w)
	if err == nil {
		err = w.w.Flush()
	}
	if err == nil {
		err = newReader(ref, 0, "x.xlsx", 2026).read(&frames, newFrameWriter(io.Discard), func(int, int) {})
	}
	if err == nil {
		return
	}
	if _, ok := errors.AsType[*registry.Error](err); !ok {
		t.Errorf("not an error of ours: %v", err)
	}
}

// richBook is a workbook with much in it that can be broken.
func richBook(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/layouts/nam-sinh-nam-nu.txt")
	if err != nil {
		t.Fatal(err)
	}
	more, err := os.ReadFile("testdata/layouts/bang-ma-cu.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := readDrawing(t, string(b[:bytes.Index(b, []byte("\nexpect\n"))])+"\n"+string(more[:bytes.Index(more, []byte("\nexpect\n"))]))
	path := filepath.Join(t.TempDir(), "rich.xlsx")
	d.save(t, path)
	if b, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestMutatedWorkbooks breaks a workbook in many ways, in its bytes and in the
// XML of its parts: every one is read or refused with a sentence. MUTATIONS says
// how many, SEED repeats a run.
func TestMutatedWorkbooks(t *testing.T) {
	n, seed := 150, uint64(1)
	fmt.Sscan(os.Getenv("MUTATIONS"), &n)
	fmt.Sscan(os.Getenv("SEED"), &seed)
	ref := mustReference(t)
	good := richBook(t)
	rng := rand.New(rand.NewPCG(seed, 0))
	path := filepath.Join(t.TempDir(), "x.xlsx")
	for i := range n {
		b := mutateBytes(rng, good)
		if i%3 > 0 {
			b = mutateParts(t, rng, good)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if r := recover(); r != nil {
					t.Errorf("SEED=%d, mutation %d: panic %v", seed, i, r)
				}
			}()
			pipe(t, ref, path)
		}()
	}
}

func mutateBytes(rng *rand.Rand, good []byte) []byte {
	b := bytes.Clone(good)
	for range 1 + rng.IntN(8) {
		switch i := rng.IntN(len(b)); rng.IntN(3) {
		case 0:
			b[i] ^= 1 << rng.IntN(8)
		case 1:
			b = append(b[:i], b[min(len(b), i+1+rng.IntN(40)):]...)
		default:
			b[i] = byte(rng.IntN(256))
		}
		if len(b) == 0 {
			return b
		}
	}
	return b
}

// mutateParts breaks the XML inside and zips it well again.
func mutateParts(t testing.TB, rng *rand.Rand, good []byte) []byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	broken := rng.IntN(len(zr.File))
	var parts []string
	for i, f := range zr.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		if i == broken || rng.IntN(6) == 0 {
			b = mutateXML(rng, b)
		}
		parts = append(parts, f.Name, string(b))
	}
	return zipped(t, parts...)
}

var xmlBits = []string{`<row r="1048577">`, `<c r="XFE1"><v>1</v></c>`, `r="-1"`, `s="99999999999"`, `t="s"><v>9999999</v>`, `<mergeCell ref="A1:XFD1048576"/>`, "<![CDATA[", "-->", "<!--", `"`, ">", "/>", "&#0;", "&x;", "\xff", `count="99999999"`, `<row r="1"><row r="1">`, `ref="A1"`, "<v>1e999</v>", "</sheetData>"}

func mutateXML(rng *rand.Rand, b []byte) []byte {
	for range 1 + rng.IntN(4) {
		if len(b) < 2 {
			return b
		}
		i := rng.IntN(len(b))
		if rng.IntN(2) == 0 {
			bit := xmlBits[rng.IntN(len(xmlBits))]
			b = append(append(append([]byte{}, b[:i]...), bit...), b[i:]...)
			continue
		}
		b = mutateBytes(rng, b)
	}
	return b
}

// FuzzWorkbook is the open-ended form of TestMutatedWorkbooks: bytes of a file.
func FuzzWorkbook(f *testing.F) {
	f.Add(goodBook(f))
	f.Add(bookOf(f, sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>`)))
	ref := mustReference(f)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(dir, "x.xlsx")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		pipe(t, ref, path)
	})
}

// FuzzSheet varies the XML of one worksheet in an otherwise sound workbook.
func FuzzSheet(f *testing.F) {
	f.Add(sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c><c r="B1" t="inlineStr"><is><t>Năm sinh</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Lê A</t></is></c><c r="B2"><v>1980</v></c></row>`))
	ref := mustReference(f)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, xml string) {
		path := filepath.Join(dir, "x.xlsx")
		if err := os.WriteFile(path, bookOf(t, xml), 0o600); err != nil {
			t.Fatal(err)
		}
		pipe(t, ref, path)
	})
}

// FuzzFrames: whatever the child says, the parent neither falls nor hangs.
func FuzzFrames(f *testing.F) {
	path := filepath.Join(f.TempDir(), "x.xlsx")
	if err := os.WriteFile(path, goodBook(f), 0o600); err != nil {
		f.Fatal(err)
	}
	var frames bytes.Buffer
	w := newFrameWriter(&frames)
	if err := readFile(job{Path: path}, w); err != nil {
		f.Fatal(err)
	}
	w.w.Flush()
	f.Add(frames.Bytes())
	ref := mustReference(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = newReader(ref, 0, "x", 2026).read(bytes.NewReader(b), nil, func(int, int) {})
	})
}
