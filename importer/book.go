package importer

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"

	"trithuc/registry"
)

// relation is one line of a .rels part.
type relation struct{ id, kind, target string }

// relations reads a .rels part; none where it is not there.
func relations(parts map[string]*zip.File, name string) (all []relation, err error) {
	f := parts[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	err = eachTag(f, maxSmall, newCredit(), func(_ *markup, name, attrs []byte, _ bool) error {
		if string(name) != "Relationship" {
			return nil
		}
		if len(all) > maxParts { // each leads to a part, or to another file
			return registry.Errorf(registry.TooLarge, "Phần %q trong tệp dẫn đến hơn %d phần khác, quá nhiều đối với một bảng tính. Hãy lưu lại tệp bằng Excel rồi tải lên.", f.Name, maxParts)
		}
		all = append(all, relation{attrText(attrs, "Id"), attrText(attrs, "Type"), attrText(attrs, "Target")})
		return nil
	})
	return all, err
}

// inside gives the name of a part that another, in folder, points at.
func inside(folder, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join(folder, target)
	}
	return strings.TrimPrefix(target, "/")
}

// mainPart gives the name of the part that lists the sheets.
func mainPart(parts map[string]*zip.File) (string, error) {
	top, err := relations(parts, "_rels/.rels")
	if err != nil {
		return "", err
	}
	for _, r := range top {
		if name := strings.ToLower(inside("", r.target)); strings.HasSuffix(r.kind, "/officeDocument") && strings.Contains(name, "workbook") && parts[name] != nil {
			if strings.HasSuffix(name, ".bin") {
				return "", unreadable(nil, "Tệp ở dạng nhị phân .xlsb, bản này chưa đọc được. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lên.")
			}
			return name, nil
		}
	}
	if parts["xl/workbook.xml"] == nil {
		return "", unreadable(nil, "Tệp là một tệp nén nhưng không phải bảng tính (.xlsx, .ods). Hãy chọn đúng tệp bảng tính.")
	}
	return "xl/workbook.xml", nil
}

type sheetName struct {
	name, part string
	hidden     bool
}

// readBook gives the sheets in the order of their tabs.
func readBook(parts map[string]*zip.File) ([]sheetName, bookHead, error) {
	main, err := mainPart(parts)
	if err != nil {
		return nil, bookHead{}, err
	}
	rels, err := relations(parts, path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"))
	if err != nil {
		return nil, bookHead{}, err
	}
	w := bookWalk{parts: map[string]string{}}
	for _, r := range rels {
		w.parts[r.id] = inside(path.Dir(main), r.target)
	}
	if f := parts[main]; f != nil {
		err = eachTag(f, maxSmall, newCredit(), w.tag)
	}
	if err == nil && w.sheets > maxSheets {
		err = registry.Errorf(registry.TooLarge, "Tệp có %d trang, nhiều hơn %d trang. Hãy tách thành nhiều tệp.", w.sheets, maxSheets)
	}
	return w.names, w.head, err
}

// bookWalk follows the tags of the part that lists the sheets.
type bookWalk struct {
	parts  map[string]string // of the sheets, by the id of their relation
	names  []sheetName
	sheets int // met, beyond the bound too
	head   bookHead
	inside bool // the list of sheets
}

func (w *bookWalk) tag(_ *markup, name, attrs []byte, empty bool) error {
	switch string(name) {
	case "workbookPr":
		d := strings.ToLower(attrText(attrs, "date1904"))
		w.head.Date1904 = d == "1" || d == "true"
	case "sheets":
		w.inside = !empty
	case "/sheets":
		w.inside = false
	case "sheet":
		if !w.inside {
			return nil
		}
		if w.sheets++; w.sheets <= maxSheets {
			hidden := strings.Contains(strings.ToLower(attrText(attrs, "state")), "hidden")
			w.names = append(w.names, sheetName{attrText(attrs, "name"), w.parts[relationID(attrs)], hidden})
		}
	}
	return nil
}

// relationID gives the attribute "id" that bears a prefix, whichever the file gave to
// the namespace of relations; "" where there is none.
func relationID(attrs []byte) string {
	for rest := attrs; ; {
		name, value, next, ok := nextAttr(rest)
		if !ok {
			return ""
		}
		if bytes.HasSuffix(name, []byte(":id")) {
			return string(resolved(bytes.Clone(value), 0))
		}
		rest = next
	}
}
