package importer

import (
	"archive/zip"
	"strings"
)

// readStyles gives the look of every cell format of the workbook by its number,
// nil where no format says anything.
func readStyles(parts map[string]*zip.File) ([]look, error) {
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Fonts []struct {
			Name struct {
				Val string `xml:"val,attr"`
			} `xml:"name"`
		} `xml:"fonts>font"`
		Xfs []struct {
			Format int `xml:"numFmtId,attr"`
			Font   int `xml:"fontId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := decodeSmall(parts["xl/styles.xml"], &sheet); err != nil {
		return nil, err
	}
	codes := map[int]string{}
	for _, f := range sheet.Formats {
		codes[f.ID] = f.Code
	}
	looks, any := make([]look, len(sheet.Xfs)), false
	for i, x := range sheet.Xfs {
		looks[i] = formatLook(x.Format, codes[x.Format])
		if x.Font >= 0 && x.Font < len(sheet.Fonts) {
			looks[i] |= fontLook(sheet.Fonts[x.Font].Name.Val)
		}
		any = any || looks[i] != 0
	}
	if !any {
		return nil, nil
	}
	return looks, nil
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

// codeLook reads a format of the workbook's own: "dd/mm/yyyy;@", "[$-42A]mm/yy",
// "dd/mm/yyyy hh:mm". The m behind an h is minutes.
func codeLook(code string) look {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	if digits := strings.Trim(code, "0"); code != "" && strings.Trim(digits, " -\\") == "" && code[0] == '0' {
		return padLook(strings.Count(code, "0"))
	}
	code = strings.NewReplacer("am/pm", "", "a/p", "", ".000", "", ".00", "", ".0", "").Replace(code)
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
