package importer

import "strings"

// maxODSStyles bounds the styles of one .ods.
const maxODSStyles = 100_000

// odsStyles holds what the styles of an .ods say: of cells the date format and the
// font, of tables whether they are hidden. Styles refer to others by name, also to
// such that come later, so looks are put together when a cell asks.
type odsStyles struct {
	cells  map[string]odsStyle
	hidden map[string]bool // tables
	dates  map[string]look
	fonts  map[string]look // of font faces
	looks  map[string]look // answered before
	names  map[string]string

	family, name string // the style being read
	date         string // the date format being read
	shows        [3]bool
}

type odsStyle struct {
	parent, data, font string
	look               look // of a font named in the style itself
}

func newODSStyles() *odsStyles {
	return &odsStyles{cells: map[string]odsStyle{}, hidden: map[string]bool{}, dates: map[string]look{}, fonts: map[string]look{}, looks: map[string]look{}, names: map[string]string{}}
}

// tag takes in a tag of a style sheet; tags of anything else do no harm.
func (s *odsStyles) tag(_ *markup, name, attrs []byte, _ bool) error {
	switch string(name) {
	case "font-face":
		if len(s.fonts) < maxODSStyles {
			s.fonts[attrText(attrs, "style:name")] = fontLook(fontFamily(attrs, "svg:font-family"))
		}
	case "style", "default-style":
		s.open(attrs)
	case "text-properties":
		s.font(attrs)
	case "table-properties":
		if s.family == "table" && string(attr(attrs, "table:display")) == "false" {
			s.hidden[s.name] = true
		}
	case "date-style":
		s.date, s.shows = attrText(attrs, "style:name"), [3]bool{}
	case "day", "month", "year":
		s.shows[strings.IndexByte("dmy", name[0])] = true
	case "/date-style":
		if len(s.dates) < maxODSStyles {
			s.dates[s.date] = shownLook(s.shows)
		}
	}
	return nil
}

// nameIn gives the name of a style that an attribute holds. Millions of cells share
// a few names.
func (s *odsStyles) nameIn(attrs []byte, name string) string {
	v := attr(attrs, name)
	known, ok := s.names[string(v)]
	if !ok {
		known = attrText(attrs, name)
		if len(s.names) < maxODSStyles {
			s.names[string(v)] = known
		}
	}
	return known
}

func (s *odsStyles) open(attrs []byte) {
	s.family, s.name = string(attr(attrs, "style:family")), attrText(attrs, "style:name")
	if s.family == "table-cell" && len(s.cells) < maxODSStyles {
		s.cells[s.name] = odsStyle{parent: attrText(attrs, "style:parent-style-name"), data: attrText(attrs, "style:data-style-name")}
	}
}

func (s *odsStyles) font(attrs []byte) {
	st, ok := s.cells[s.name]
	if !ok || s.family != "table-cell" {
		return
	}
	st.font = attrText(attrs, "style:font-name")
	st.look = fontLook(fontFamily(attrs, "fo:font-family"))
	s.cells[s.name] = st
}

// fontFamily reads a list of families, of which the first counts: "'.VnTime', serif".
func fontFamily(attrs []byte, name string) string {
	first, _, _ := strings.Cut(attrText(attrs, name), ",")
	return strings.Trim(first, `'" `)
}

// shownLook says how much of a date is shown: day, month, year.
func shownLook(shows [3]bool) look {
	switch shows {
	case [3]bool{true, true, true}:
		return lookDate
	case [3]bool{false, true, true}:
		return lookMonth
	case [3]bool{false, false, true}:
		return lookYear
	}
	return 0
}

// look gives the look of a cell style. What a style leaves open its parent says, and
// at last the default style, which has no name.
func (s *odsStyles) look(name string) look {
	if l, ok := s.looks[name]; ok {
		return l
	}
	var l look
	var dated, lettered bool
	for at, depth := name, 0; depth < 16; depth++ {
		st := s.cells[at]
		if !dated && st.data != "" {
			l, dated = l|s.dates[st.data], true
		}
		if !lettered && (st.font != "" || st.look != 0) {
			l, lettered = l|st.look|s.fonts[st.font], true
		}
		if at == "" {
			break
		}
		at = st.parent
	}
	if len(s.looks) < maxODSStyles {
		s.looks[name] = l
	}
	return l
}
