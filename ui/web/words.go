package web

import (
	"embed"
	"fmt"
	"net/http"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"trithuc/registry"
)

//go:embed words/*.toml
var wordFiles embed.FS

// Vietnamese and English are the languages of the pages, the first one first.
const (
	Vietnamese = "vi"
	English    = "en"
)

// Catalogue holds every text of the pages in both languages.
type Catalogue struct{ spoken map[string]Words }

// OpenCatalogue reads the embedded message files.
func OpenCatalogue() (*Catalogue, error) {
	bundle := i18n.NewBundle(language.Vietnamese)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, lang := range []string{Vietnamese, English} {
		if _, err := bundle.LoadMessageFileFS(wordFiles, "words/active."+lang+".toml"); err != nil {
			return nil, fmt.Errorf("web.OpenCatalogue: %w", err)
		}
	}
	c := &Catalogue{map[string]Words{}}
	for _, lang := range []string{Vietnamese, English} {
		c.spoken[lang] = Words{Lang: lang, localizer: i18n.NewLocalizer(bundle, lang)}
	}
	return c, nil
}

// In gives the words of a language, the Vietnamese ones for an unknown one.
func (c *Catalogue) In(lang string) Words {
	if w, ok := c.spoken[lang]; ok {
		return w
	}
	return c.spoken[Vietnamese]
}

// languageCookie remembers the reader's choice.
const languageCookie = "lang"

// For gives the words for a request: ?lang=, else the cookie, else Vietnamese.
func (c *Catalogue) For(r *http.Request) Words {
	if w, ok := c.spoken[r.URL.Query().Get("lang")]; ok {
		return w
	}
	if cookie, err := r.Cookie(languageCookie); err == nil {
		if w, ok := c.spoken[cookie.Value]; ok {
			return w
		}
	}
	return c.spoken[Vietnamese]
}

// Words speaks to one reader.
type Words struct {
	Lang      string
	localizer *i18n.Localizer
}

// T gives the text of a message. Arguments are names and values in turn; an
// int is written as the language writes it and, under the name N, picks the
// plural form. A missing message shows as its id, and a test finds it.
func (w Words) T(id string, args ...any) string {
	config := &i18n.LocalizeConfig{MessageID: id}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		name, value := args[i].(string), args[i+1]
		if n, ok := value.(int); ok {
			if name == "N" && w.Lang == English { // Vietnamese has one form
				config.PluralCount = n
			}
			value = w.Number(n)
		}
		data[name] = value
	}
	config.TemplateData = data
	text, err := w.localizer.Localize(config)
	if err != nil {
		return id
	}
	return text
}

// Number writes a whole number: 12.345 in Vietnamese, 12,345 in English.
func (w Words) Number(n int) string {
	separator := byte('.')
	if w.Lang == English {
		separator = ','
	}
	digits := fmt.Sprint(max(n, -n))
	out := make([]byte, 0, len(digits)+len(digits)/3+1)
	if n < 0 {
		out = append(out, "−"...)
	}
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, separator)
		}
		out = append(out, digits[i])
	}
	return string(out)
}

// Decimal writes a number with one decimal: 1.234,5 in Vietnamese.
func (w Words) Decimal(x float64) string {
	tenths := int(x*10 + 0.5)
	if x < 0 {
		tenths = int(x*10 - 0.5)
	}
	comma, sign := ",", ""
	if w.Lang == English {
		comma = "."
	}
	if tenths < 0 {
		sign, tenths = "−", -tenths
	}
	return sign + w.Number(tenths/10) + comma + fmt.Sprint(tenths%10)
}

// Date writes a date that may be known in part: dd/mm/yyyy, mm/yyyy or yyyy.
func (w Words) Date(d registry.Date) string { return d.Vietnamese() }

// Moment writes a moment as dd/mm/yyyy hh:mm in the readers' zone.
func (w Words) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(registry.Vietnam).Format("02/01/2006 15:04")
}

// Day writes the day of a moment in the readers' zone.
func (w Words) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(registry.Vietnam).Format("02/01/2006")
}
