package importer

import "trithuc/registry/vietnamese"

// legacyFonts name the old encodings as the fonts of a whole sheet.
var legacyFonts = map[vietnamese.Encoding]string{vietnamese.TCVN3: ".VnTime", vietnamese.VNI: "VNI-Times"}

// writtenIn gives the old encoding that a sheet is written in, as most of its cells
// with letters beyond ASCII show; 0 where they are Unicode.
func writtenIn(rows []row) look {
	seen := map[vietnamese.Encoding]int{}
	for _, r := range rows {
		for _, c := range r.cells {
			if asciiText(c.text) || c.look.font() != "" {
				continue
			}
			if t, enc, sure := vietnamese.Decode(c.text, ""); sure >= 0.8 && (t != c.text || enc == vietnamese.Unicode) {
				seen[enc]++
			}
		}
	}
	for enc, l := range map[vietnamese.Encoding]look{vietnamese.TCVN3: lookTCVN3, vietnamese.VNI: lookVNI} {
		if seen[enc] > 2 && seen[enc] > 3*seen[vietnamese.Unicode] {
			return l
		}
	}
	return 0
}

// dress gives cells the encoding of their sheet where no font tells it: some tell
// nothing by themselves ("La Thò Thu", "CÑ").
func (s *sheetReader) dress(r row) {
	if s.written == 0 {
		return
	}
	for i := range r.cells {
		if c := &r.cells[i]; c.look.font() == "" && !asciiText(c.text) {
			c.look |= s.written
		}
	}
}
