package importer

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"

	"trithuc/registry/vietnamese"
)

// mutant is one reader and files to break. The readers are called without the net
// of readWorkbook, which turns a panic into a sentence.
type mutant struct {
	name  string
	seeds func(testing.TB) [][]byte
	read  func(testing.TB, []byte) error
}

func discarding() *frameWriter { return newFrameWriter(io.Discard) }

var mutants = []mutant{
	{"csv", csvSeeds, func(_ testing.TB, b []byte) error { return writeCSV(bytes.NewReader(b), int64(len(b)), discarding()) }},
	{"biff", biffSeeds, func(_ testing.TB, b []byte) error { return writeBIFF(b, discarding()) }},
	{"xls", xlsSeeds, func(_ testing.TB, b []byte) error {
		data, err := biffStream(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return err
		}
		return writeBIFF(data, discarding())
	}},
	{"content", contentSeeds, func(t testing.TB, b []byte) error {
		b = zipOf(t, "content.xml", b)
		return writeODS(bytes.NewReader(b), int64(len(b)), discarding())
	}},
	{"ods", odsSeeds, func(_ testing.TB, b []byte) error {
		if parts, err := odsParts(bytes.NewReader(b), int64(len(b))); err != nil || parts == nil {
			return err
		}
		return writeODS(bytes.NewReader(b), int64(len(b)), discarding())
	}},
}

func csvSeeds(t testing.TB) [][]byte {
	var seeds [][]byte
	for _, enc := range []vietnamese.Encoding{vietnamese.Unicode, vietnamese.UTF16LE, vietnamese.UTF16BE, vietnamese.TCVN3, vietnamese.VNI, vietnamese.CP1258} {
		seeds = append(seeds, bytesIn(t, textOf(peopleTable, ";", "\r\n"), enc))
	}
	return append(seeds, []byte("sep=|\na|\"b\nc\"|=\"01\"\n\"x|y\n"))
}

func content(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(fixture(name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func xlsSeeds(t testing.TB) [][]byte {
	return [][]byte{content(t, "mac1904.xls"), content(t, "staff.xls")}
}

func biffSeeds(t testing.TB) [][]byte {
	var seeds [][]byte
	for _, b := range xlsSeeds(t) {
		data, err := biffStream(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, data)
	}
	return seeds
}

func odsSeeds(t testing.TB) [][]byte {
	return [][]byte{content(t, "mac1904.ods"), content(t, "staff.ods")}
}

func contentSeeds(t testing.TB) [][]byte {
	small := partOf(t, fixture("mac1904.ods"), "content.xml")
	return [][]byte{small, small, small, small, small, small, small, partOf(t, fixture("staff.ods"), "content.xml")}
}

// TestMutatedFormats breaks real files in thousands of ways: each is read or refused
// with a sentence, and none asks for more memory than a child may have.
func TestMutatedFormats(t *testing.T) {
	times := 10_000
	if testing.Short() {
		times = 500
	}
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			seeds := m.seeds(t)
			refused := 0
			for i := range times / len(mutants) {
				r := rand.New(rand.NewPCG(uint64(i), 7))
				file := broken(r, seeds[i%len(seeds)])
				if took := memoryOf(func() {
					if m.read(t, file) != nil {
						refused++
					}
				}); took > 192<<20 {
					t.Errorf("file %d took %d MB", i, took>>20)
				}
			}
			t.Logf("%d refused", refused)
		})
	}
}

// memoryOf is how much memory f asked for, given back or not.
func memoryOf(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// broken changes a few bytes, or cuts, doubles or moves a piece.
func broken(r *rand.Rand, seed []byte) []byte {
	b := bytes.Clone(seed)
	for range 1 + r.IntN(8)*r.IntN(2) {
		if len(b) < 2 {
			return b
		}
		at := r.IntN(len(b))
		to := min(len(b), at+1+r.IntN(40))
		switch r.IntN(6) {
		case 0:
			b[at] ^= 1 << r.IntN(8)
		case 1:
			b[at] = []byte{0, 0xFF, 0x7F, 0x80, '"', '<', '>', '&', '9'}[r.IntN(9)]
		case 2:
			b = append(b[:at:at], b[to:]...)
		case 3:
			b = append(b[:to:to], b[at:]...)
		case 4:
			copy(b[at:to], b[r.IntN(len(b)):])
		case 5:
			if r.IntN(8) == 0 {
				b = b[:at]
			}
		}
	}
	return b
}

func fuzz(f *testing.F, m mutant) {
	for _, s := range m.seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if took := memoryOf(func() { m.read(t, b) }); took > 192<<20 {
			t.Errorf("%d MB", took>>20)
		}
	})
}

func FuzzCSV(f *testing.F)     { fuzz(f, mutants[0]) }
func FuzzBIFF(f *testing.F)    { fuzz(f, mutants[1]) }
func FuzzXLS(f *testing.F)     { fuzz(f, mutants[2]) }
func FuzzContent(f *testing.F) { fuzz(f, mutants[3]) }
func FuzzODS(f *testing.F)     { fuzz(f, mutants[4]) }
