package registry

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// SheetRow is one line of a file of rows, with its number there.
type SheetRow struct {
	Line  int
	Cells []string
}

// catalogueColumns are the columns of a code list as a file, in their order. The
// first row of the file names those it has; version, code and name must be among
// them.
var catalogueColumns = strings.Fields("version code parent name name_en abbreviation variants value valid_from valid_to confirmed note source replaces")

// maxCatalogueRows bounds one file.
const maxCatalogueRows = 50_000

// ParseCatalogue reads a code list from the rows of a file. Everything that is
// refused is named at once, with its line and column as Field ("dòng 12, cột D
// (name)"): then there are no codes.
func ParseCatalogue(ref *Reference, scheme Scheme, rows []SheetRow) ([]Code, []Problem) {
	r := &catalogueReader{scheme: scheme, at: map[string]int{}}
	if len(rows) == 0 {
		r.problems = append(r.problems, Problem{"dòng 1", "", "tệp trống: cần một dòng tên cột rồi mỗi mã một dòng"})
		return nil, r.problems
	}
	if len(rows) > maxCatalogueRows {
		return nil, []Problem{{fmt.Sprintf("dòng %d", rows[maxCatalogueRows].Line), "", fmt.Sprintf("tệp có quá %d dòng", maxCatalogueRows)}}
	}
	r.header(rows[0])
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	for _, row := range rows[1:] {
		r.code(row)
	}
	r.relations(ref)
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return r.codes, nil
}

// catalogueReader gathers codes and what is refused.
type catalogueReader struct {
	scheme   Scheme
	at       map[string]int // column → place in a row
	row      SheetRow
	codes    []Code
	lines    []SheetRow // of the codes
	problems []Problem
}

func (r *catalogueReader) refuse(column, value, reason string) {
	where := fmt.Sprintf("dòng %d", r.row.Line)
	if i, ok := r.at[column]; ok {
		where += fmt.Sprintf(", cột %s (%s)", ColumnName(i+1), column)
	}
	r.problems = append(r.problems, Problem{where, value, reason})
}

func (r *catalogueReader) header(row SheetRow) {
	r.row = row
	for i, name := range row.Cells {
		name = strings.ToLower(vietnamese.Clean(name))
		_, twice := r.at[name]
		r.at[name] = i
		switch {
		case twice:
			r.refuse(name, name, "cột có hai lần")
		case !slices.Contains(catalogueColumns, name):
			r.refuse(name, name, "không phải tên cột; các cột: "+strings.Join(catalogueColumns, ", "))
		}
	}
	for _, need := range []string{"version", "code", "name"} {
		if _, ok := r.at[need]; !ok {
			r.refuse("", need, "thiếu cột này")
		}
	}
}

// text gives a cell, "" where the file has no such column.
func (r *catalogueReader) text(column string) string {
	i, ok := r.at[column]
	if !ok || i >= len(r.row.Cells) {
		return ""
	}
	v := validation{}
	raw := r.row.Cells[i]
	if v.text(column, raw, false); len(v.problems) > 0 {
		r.refuse(column, v.problems[0].Value, v.problems[0].Reason)
		return ""
	}
	return vietnamese.Clean(raw)
}

func (r *catalogueReader) needed(column string) string {
	s := r.text(column)
	if s == "" {
		r.refuse(column, "", "chưa có")
	}
	return s
}

func (r *catalogueReader) list(column string) []string {
	i, ok := r.at[column]
	if !ok || i >= len(r.row.Cells) {
		return nil
	}
	var parts []string
	for part := range strings.SplitSeq(r.row.Cells[i], ";") { // a list may be longer than one text
		v := validation{}
		if v.text(column, part, false); len(v.problems) > 0 {
			r.refuse(column, v.problems[0].Value, v.problems[0].Reason)
		}
		if part = vietnamese.Clean(part); part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

func (r *catalogueReader) date(column string) Date {
	s := r.text(column)
	d, err := ParseDate(s)
	if err != nil {
		r.refuse(column, s, "phải là ngày có thật, dạng YYYY, YYYY-MM hoặc YYYY-MM-DD")
	}
	return d
}

func (r *catalogueReader) number(column string) float64 {
	s := r.text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !plainNumber.MatchString(s) || n > 1e15 || n < -1e15 {
		r.refuse(column, s, "không phải số (dấu thập phân là dấu chấm)")
		return 0
	}
	return n
}

func (r *catalogueReader) yes(column string) bool {
	switch s := r.text(column); s {
	case "yes":
		return true
	case "no", "":
	default:
		r.refuse(column, s, "chỉ nhận yes (đã kiểm chứng) hoặc no")
	}
	return false
}

func (r *catalogueReader) code(row SheetRow) {
	r.row = row
	if strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
		return
	}
	if len(row.Cells) > len(r.at) && strings.Join(row.Cells[len(r.at):], "") != "" {
		r.refuse("", row.Cells[len(r.at)], "dòng có nhiều ô hơn dòng tên cột")
	}
	c := Code{Scheme: r.scheme, Version: r.needed("version"), Code: r.needed("code"), Parent: r.text("parent"), Name: r.needed("name"),
		NameEn: r.text("name_en"), Abbreviation: r.text("abbreviation"), Variants: r.list("variants"), Value: r.number("value"),
		ValidFrom: r.date("valid_from"), ValidTo: r.date("valid_to"), Confirmed: r.yes("confirmed"), Note: r.text("note"),
		Source: r.text("source"), Replaces: r.list("replaces")}
	if !c.ValidFrom.IsZero() && !c.ValidTo.IsZero() && c.ValidTo.Compare(c.ValidFrom) < 0 && !c.ValidTo.Agrees(c.ValidFrom) {
		r.refuse("valid_to", c.ValidTo.String(), "trước ngày bắt đầu "+c.ValidFrom.String())
	}
	if reason := ofScheme(&c); reason != "" {
		r.refuse("code", c.Code, reason)
	}
	if c.Confirmed && c.Source == "" {
		r.refuse("source", "", "mã đã kiểm chứng phải ghi nguồn")
	}
	r.codes, r.lines = append(r.codes, c), append(r.lines, row)
}

// plainNumber is a number as a person writes it.
var plainNumber = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

var retirementCode = regexp.MustCompile(`^[MF]-(19|20|21)\d\d(-(0[1-9]|1[0-2]))?$`)

// needCode is how a target says whom it is about: need:FIELD:LEVEL:YEAR.
var needCode = regexp.MustCompile(`^need:(all|\d+):[^:]+:(19|20|21)\d\d$`)

// ofScheme holds a code against what the product reads out of its scheme.
func ofScheme(c *Code) string {
	switch axis, _, cut := strings.Cut(c.Code, ":"); {
	case c.Scheme == SchemeRetirement && (!retirementCode.MatchString(c.Code) || c.Value < 50*12 || c.Value > 80*12 || c.Value != math.Trunc(c.Value)):
		return "tuổi nghỉ hưu phải có mã M-năm hoặc F-năm (thêm -tháng sinh nếu là tháng các bảng in khác nhau) và value là số tháng tuổi, từ 600 đến 960"
	case c.Scheme == SchemeRate && c.Value < 0:
		return "tỷ lệ không được âm"
	case c.Scheme == SchemeTarget && strings.HasPrefix(c.Code, "need:") && (!needCode.MatchString(c.Code) || c.Value < 0):
		return "nhu cầu phải có mã dạng need:lĩnh vực:trình độ:năm (all là tất cả) và value là số người"
	case c.Scheme == SchemeScope && (!cut || !slices.Contains([]Scheme{SchemeDegree, SchemeTitle, SchemeHonour, SchemeRank, membershipRule}, Scheme(axis))):
		return "quy tắc phải bắt đầu bằng degree:, title:, honour:, rank: hoặc membership:"
	}
	return ""
}

// codeAt is where a code stands.
type codeAt struct{ version, code string }

// relations holds the codes against each other: twice in one version, parents that
// are not there or go in circles, replaced codes that no version has.
func (r *catalogueReader) relations(ref *Reference) {
	index, versions := map[codeAt]*Code{}, map[string][]string{}
	ends := map[*Code]bool{}
	for i := range r.codes {
		c := &r.codes[i]
		r.row = r.lines[i]
		if index[codeAt{c.Version, c.Code}] != nil {
			r.refuse("code", c.Code, "có hai lần trong phiên bản "+c.Version)
		}
		index[codeAt{c.Version, c.Code}] = c
		versions[c.Code] = append(versions[c.Code], c.Version)
	}
	for i := range r.codes {
		c := &r.codes[i]
		r.row = r.lines[i]
		if c.Parent != "" && index[codeAt{c.Version, c.Parent}] == nil {
			r.refuse("parent", c.Parent, "không có mã này trong phiên bản "+c.Version)
		}
		if circles(c, func(c *Code) *Code { return index[codeAt{c.Version, c.Parent}] }, ends) {
			r.refuse("parent", c.Parent, "các mã cấp trên đi vòng tròn")
		}
		for _, former := range c.Replaces {
			known := slices.ContainsFunc(ref.entries[r.scheme][former], func(d *Code) bool { return d.Version != c.Version })
			if !known && !slices.ContainsFunc(versions[former], func(version string) bool { return version != c.Version }) {
				r.refuse("replaces", former, "không phiên bản nào khác có mã này")
			}
		}
	}
}

// circles says that the way up from a code never ends. Whose way is known to end
// stands in ends, so that each code is walked over once however long the chains are.
func circles(c *Code, up func(*Code) *Code, ends map[*Code]bool) bool {
	var way []*Code
	for ; c != nil && c.Parent != ""; c = up(c) {
		end, met := ends[c]
		if met && end {
			break
		}
		if met {
			return true // this way has been there, or one that goes in circles has
		}
		ends[c] = false
		way = append(way, c)
	}
	for _, c := range way {
		ends[c] = true
	}
	return false
}

// CatalogueRows gives codes as the rows of a file, the names of the columns first:
// what ParseCatalogue reads back as the same.
func CatalogueRows(codes []Code) [][]string {
	rows := [][]string{catalogueColumns}
	for _, c := range codes {
		value, confirmed := "", "no"
		if c.Value != 0 {
			value = strconv.FormatFloat(c.Value, 'f', -1, 64)
		}
		if c.Confirmed {
			confirmed = "yes"
		}
		rows = append(rows, []string{c.Version, c.Code, c.Parent, c.Name, c.NameEn, c.Abbreviation, strings.Join(c.Variants, "; "), value,
			c.ValidFrom.String(), c.ValidTo.String(), confirmed, c.Note, c.Source, strings.Join(c.Replaces, "; ")})
	}
	return rows
}
