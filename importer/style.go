package importer

import (
	"archive/zip"
	"strings"

	"trithuc/registry"
)

// maxLooks bounds the formats of cells, their fonts and number formats, each: twice what
// a spreadsheet program lets a workbook have.
const maxLooks = 1 << 17

// readStyles gives the look of every cell format of the workbook by its number,
// nil where no format says anything.
func readStyles(parts map[string]*zip.File) ([]look, error) {
	f := parts["xl/styles.xml"]
	if f == nil {
		return nil, nil
	}
	w := styleWalk{formats: map[int]look{}}
	if err := eachTag(f, maxSmall, newCredit(), w.tag); err != nil {
		return nil, err
	}
	return w.looks(), nil
}

// styleWalk follows the tags of the styles of an .xlsx.
type styleWalk struct {
	within  string // the list at hand
	formats map[int]look
	fonts   []look
	cells   []cellFormat
}

// cellFormat is a format of cells: the numbers of its number format and of its font.
type cellFormat struct{ format, font int32 }

// styleLists are the lists that say something of cells.
var styleLists = map[string]string{"numFmts": "numFmts", "fonts": "fonts", "cellXfs": "cellXfs"}

func (w *styleWalk) tag(_ *markup, name, attrs []byte, empty bool) error {
	if list := styleLists[string(name)]; list != "" && !empty {
		w.within = list
		return nil
	}
	if name[0] == '/' && string(name[1:]) == w.within {
		w.within = ""
	}
	if max(len(w.formats), len(w.fonts), len(w.cells)) > maxLooks {
		return registry.Errorf(registry.TooLarge, "Tệp có hơn %d kiểu định dạng ô, nhiều hơn một bảng tính có thể có. Hãy chép danh sách sang một tệp mới (Dán giá trị), lưu lại rồi tải lên.", maxLooks)
	}
	switch w.within {
	case "numFmts":
		if id, ok := attrInt(attrs, "numFmtId"); ok && string(name) == "numFmt" {
			w.formats[id] = formatLook(id, attrText(attrs, "formatCode"))
		}
	case "fonts":
		w.font(name, attrs)
	case "cellXfs":
		if string(name) == "xf" {
			format, _ := attrInt(attrs, "numFmtId")
			font, _ := attrInt(attrs, "fontId")
			w.cells = append(w.cells, cellFormat{int32(format), int32(font)})
		}
	}
	return nil
}

// font takes in a tag of the fonts.
func (w *styleWalk) font(name, attrs []byte) {
	switch n := len(w.fonts); string(name) {
	case "font":
		w.fonts = append(w.fonts, 0)
	case "name":
		if n > 0 {
			w.fonts[n-1] = fontLook(attrText(attrs, "val"))
		}
	}
}

// looks gives the look of each format of cells.
func (w *styleWalk) looks() []look {
	looks, any := make([]look, len(w.cells)), false
	for i, c := range w.cells {
		known, own := w.formats[int(c.format)]
		if looks[i] = known; !own {
			looks[i] = formatLook(int(c.format), "")
		}
		if int(c.font) < len(w.fonts) {
			looks[i] |= w.fonts[c.font]
		}
		any = any || looks[i] != 0
	}
	if !any {
		return nil
	}
	return looks
}

// formatLook says how much of a date a number format shows. Formats 14 to 22 are
// built in (ECMA-376 part 1, 18.8.30); 27 to 58 are dates in Asian programs.
func formatLook(id int, code string) look {
	switch {
	case id == 17:
		return lookMonth
	case id >= 14 && id <= 16, id == 22, code == "" && (id >= 27 && id <= 36 || id >= 50 && id <= 58):
		return lookDate
	case id < 164 || code == "":
		return 0
	}
	return codeLook(code)
}

// noFractions takes out of the code of a format what would hide that it is a time.
var noFractions = strings.NewReplacer("am/pm", "", "a/p", "", ".000", "", ".00", "", ".0", "")

// codeLook reads a format of the workbook's own: "dd/mm/yyyy;@", "[$-42A]mm/yy",
// "dd/mm/yyyy hh:mm". The m behind an h is minutes.
func codeLook(code string) look {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	if digits := strings.Trim(code, "0"); code != "" && strings.Trim(digits, " -\\") == "" && code[0] == '0' {
		return padLook(strings.Count(code, "0"))
	}
	code = noFractions.Replace(code)
	var day, month, year, time bool
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '[', '"':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'[': ']', '"': '"'}[code[i]])
			if end < 0 {
				return 0
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case 'd':
			day, time = true, false
		case 'm':
			month = month || !time
		case 'y':
			year, time = true, false
		case 'h', 's':
			time = true
		case '0', '#', '?':
			return 0
		}
	}
	switch {
	case year && month && day:
		return lookDate
	case year && month:
		return lookMonth
	case year && !day:
		return lookYear
	}
	return 0
}

// padLook is the look of a number shown with so many digits.
func padLook(width int) look {
	for i, w := range padWidths {
		if w == width && i > 0 {
			return look(i) << padShift
		}
	}
	return 0
}

// fontLook knows the old Vietnamese encodings by the names of their fonts.
func fontLook(name string) look {
	n := strings.ToLower(strings.TrimSpace(name))
	switch {
	case strings.HasPrefix(n, ".vn"):
		if strings.HasSuffix(n, "h") && n != ".vntech" {
			return lookTCVN3 | lookUpper
		}
		return lookTCVN3
	case strings.HasPrefix(n, "vni"):
		return lookVNI
	}
	return 0
}
