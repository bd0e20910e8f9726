package citation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// accents are the commands that put a mark on the letter behind them, as the
// combining characters they stand for. Those of Vietnamese are \h (hỏi) and \d (nặng).
var accents = map[string]string{
	"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", "\"": "\u0308",
	"h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331", "horn": "\u031b",
}

// symbols are the commands that stand for characters.
var symbols = map[string]string{
	"dj": "đ", "DJ": "Đ", "ohorn": "ơ", "OHORN": "Ơ", "uhorn": "ư", "UHORN": "Ư", "abreve": "ă", "ABREVE": "Ă",
	"acircumflex": "â", "ACIRCUMFLEX": "Â", "ecircumflex": "ê", "ECIRCUMFLEX": "Ê", "ocircumflex": "ô", "OCIRCUMFLEX": "Ô",
	"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
	"i": "i", "j": "j", "th": "þ", "TH": "Þ", "dh": "ð", "DH": "Ð", "ng": "ŋ", "NG": "Ŋ",
	"textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
	"textbackslash": `\`, "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}", "textquotedbl": `"`,
	"ldots": "…", "dots": "…", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "textdegree": "°", "alpha": "α", "beta": "β", "gamma": "γ",
	"delta": "δ", "mu": "μ", "pi": "π", "sigma": "σ", "omega": "ω", "times": "×", "pm": "±", "leq": "≤", "geq": "≥", "textmu": "µ",
}

// plainText gives the text a LaTeX string stands for. Braces that only group go,
// commands that only shape text go and leave what they shape; what nobody knows is
// left as its name. It never fails.
func plainText(s string) string {
	d := decoder{rest: s}
	return vietnamese.Clean(d.text(false, 0))
}

// maxDepth bounds nested groups; deeper ones are read as if they were closed.
const maxDepth = 200

type decoder struct{ rest string }

// text reads to the end, or to the brace that closes the group.
func (d *decoder) text(group bool, depth int) string {
	var b strings.Builder
	for d.rest != "" {
		c := d.rest[0]
		switch {
		case c == '}':
			d.rest = d.rest[1:]
			if group {
				return b.String()
			}
		case c == '{':
			d.rest = d.rest[1:]
			b.WriteString(d.nested(depth))
		case c == '\\':
			b.WriteString(d.command(depth))
		case c == '~':
			d.rest = d.rest[1:]
			b.WriteByte(' ')
		case c == '$':
			d.rest = d.rest[1:]
		case strings.HasPrefix(d.rest, "---"):
			d.rest = d.rest[3:]
			b.WriteString("—")
		case strings.HasPrefix(d.rest, "--"):
			d.rest = d.rest[2:]
			b.WriteString("–")
		case strings.HasPrefix(d.rest, "``"):
			d.rest = d.rest[2:]
			b.WriteString("“")
		case strings.HasPrefix(d.rest, "''"):
			d.rest = d.rest[2:]
			b.WriteString("”")
		default:
			_, n := utf8.DecodeRuneInString(d.rest)
			b.WriteString(d.rest[:n])
			d.rest = d.rest[n:]
		}
	}
	return b.String()
}

func (d *decoder) nested(depth int) string {
	if depth >= maxDepth {
		return ""
	}
	return d.text(true, depth+1)
}

// command reads one command, rest beginning with its backslash.
func (d *decoder) command(depth int) string {
	name := d.name()
	if mark, ok := accents[name]; ok {
		return marked(d.argument(depth), mark)
	}
	if s, ok := symbols[name]; ok {
		d.gap(name)
		return s
	}
	if letters := len(name) > 0 && isLetter(name[0]); !letters {
		if slices.Contains([]string{"", "\\", ",", ";"}, name) {
			return " "
		}
		return name
	}
	if strings.HasPrefix(d.rest, "{") || shapes[name] { // \emph{…}, {\em …}
		d.gap(name)
		return ""
	}
	return name
}

// shapes are the commands that change the look of what follows.
var shapes = map[string]bool{"em": true, "it": true, "bf": true, "sc": true, "tt": true, "rm": true, "sf": true, "sl": true, "itshape": true, "bfseries": true, "scshape": true, "relax": true, "protect": true}

// name takes the name of a command: letters, or one other character.
func (d *decoder) name() string {
	s := d.rest[1:]
	n := 0
	for n < len(s) && isLetter(s[n]) {
		n++
	}
	if n == 0 && s != "" {
		_, n = utf8.DecodeRuneInString(s)
	}
	d.rest = s[n:]
	return s[:n]
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// gap takes away what ends the name of a command: an empty group or blanks.
func (d *decoder) gap(name string) {
	if strings.HasPrefix(d.rest, "{}") {
		d.rest = d.rest[2:]
	} else if name != "" && isLetter(name[0]) {
		d.rest = strings.TrimLeft(d.rest, " ")
	}
}

// argument reads what an accent stands on: a group, a command or a character.
func (d *decoder) argument(depth int) string {
	d.rest = strings.TrimLeft(d.rest, " ")
	switch {
	case d.rest == "" || d.rest[0] == '}':
		return ""
	case d.rest[0] == '{':
		d.rest = d.rest[1:]
		return d.nested(depth)
	case d.rest[0] == '\\' && depth < maxDepth:
		return d.command(depth + 1)
	}
	_, n := utf8.DecodeRuneInString(d.rest)
	c := d.rest[:n]
	d.rest = d.rest[n:]
	return c
}

// maxMarks is more marks than any letter bears: Vietnamese has two.
const maxMarks = 4

// marked puts a combining mark behind the first letter and the marks it has, unless
// those are too many already.
func marked(s, mark string) string {
	end, marks := 0, 0
	for i, r := range s {
		if i > 0 && !unicode.Is(unicode.Mn, r) {
			break
		}
		if i > 0 {
			marks++
		}
		end = i + utf8.RuneLen(r)
	}
	if end == 0 || marks >= maxMarks {
		return s
	}
	return vietnamese.NFC(s[:end]+mark) + s[end:]
}

// latexText writes text so that plainText reads it back. Letters stay as they are
// in UTF-8, which biber and every BibTeX of today take; what LaTeX joins into one
// sign is kept apart by an empty group.
func latexText(s string) string {
	s = latexEscapes.Replace(s)
	for _, c := range []string{"-", "`", "'"} {
		for strings.Contains(s, c+c) {
			s = strings.ReplaceAll(s, c+c, c+"{}"+c)
		}
	}
	return s
}

var latexEscapes = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "~", `\textasciitilde{}`,
	"^", `\textasciicircum{}`, "$", `\$`, "&", `\&`, "#", `\#`, "%", `\%`, "_", `\_`, `"`, `\textquotedbl{}`)
