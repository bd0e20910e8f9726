package importer

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// benchColumns is how wide the lists of the benchmarks are.
const benchColumns = 25

func benchText(i, j int) string { return fmt.Sprintf("Nguyễn Văn %d khoa %d", i%977, j) }

func benchCSV(rows int) []byte {
	var b bytes.Buffer
	for i := range rows {
		for j := range benchColumns {
			b.WriteString(benchText(i, j))
			b.WriteByte(";\n"[(j+1)/benchColumns])
		}
	}
	return b.Bytes()
}

func benchBIFF(rows int) []byte {
	const shared = 5000
	return biffBook(0x0600, func(m *biffMaker) {
		m.add(recSST, uint32(rows*benchColumns), uint32(shared))
		for i := range shared {
			text := benchText(i, i%benchColumns)
			m.add(recContinue, len([]rune(text)), []byte{1}, wide(text))
		}
	}, func(m *biffMaker) {
		for i := range rows {
			for j := range benchColumns {
				m.add(recLabelSST, i, j, 0, uint32((i*7+j)%shared))
			}
		}
	})
}

func benchODS(t testing.TB, rows int) []byte {
	var b strings.Builder
	for i := range rows {
		b.WriteString("<table:table-row>")
		for j := range benchColumns {
			fmt.Fprintf(&b, `<table:table-cell table:style-name="ce1" office:value-type="string" calcext:value-type="string"><text:p>%s</text:p></table:table-cell>`, benchText(i, j))
		}
		b.WriteString("</table:table-row>")
	}
	return zipOf(t, "content.xml", []byte(odsContent("", `<table:table table:name="A">`+b.String()+`</table:table>`)))
}

// BenchmarkFormats reads lists of 20,000 people × 25 columns and tells how far the
// heap grew beyond the file itself.
func BenchmarkFormats(b *testing.B) {
	const rows = 20_000
	for _, f := range []struct {
		name string
		make func() []byte
		read func([]byte) error
	}{
		{"csv", func() []byte { return benchCSV(rows) }, func(file []byte) error { return mutants[0].read(b, file) }},
		{"xls", func() []byte { return benchBIFF(rows) }, func(file []byte) error { return mutants[1].read(b, file) }},
		{"ods", func() []byte { return benchODS(b, rows) }, func(file []byte) error { return mutants[4].read(b, file) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			file := f.make()
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			for b.Loop() {
				if err := f.read(file); err != nil {
					b.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(max(after.HeapSys, before.HeapSys)-before.HeapSys)/(1<<20), "MB-grown")
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
