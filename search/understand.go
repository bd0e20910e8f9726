package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Understood says how a text was read: the words that are looked for, and the
// conditions taken out of it, each of which the user can take back.
type Understood struct {
	Read  string   `json:"read,omitempty"`  // the text as it was read, where it came in other keys or an old encoding
	Text  string   `json:"text"`            // what stays words
	Chips []Chip   `json:"chips,omitempty"` // what the syntax says, then in the order of the text
	Meant string   `json:"meant,omitempty"` // the text as it is perhaps meant: a known phrase one or two letters away
	Notes []string `json:"notes,omitempty"` // Vietnamese sentences: syntax that was not understood
}

// Chip is a condition read in the text. To take it back, cut its bytes out of
// the text, or keep the words and name them in Query.Literal.
type Chip struct {
	Filter Filter `json:"filter"`
	Label  string `json:"label"` // Vietnamese: "Nữ", "Tiến sĩ trở lên", "Dưới 45 tuổi"
	From   int    `json:"from"`  // bytes into Read if that is set, else into Query.Text
	To     int    `json:"to"`
}

// Plan understands a query. year is today's, for ages.
func (l *Lexicon) Plan(q Query, year int) (Plan, Understood) {
	p := Plan{Year: year, Sort: q.Sort, Limit: q.Limit, Offset: q.Offset, Facets: q.Facets}
	if p.Limit == 0 {
		p.Limit = DefaultLimit
	}
	for _, f := range q.Filters {
		p.Chosen = append(p.Chosen, l.resolve(f))
	}
	text, u := readable(q.Text)
	s := l.readSyntax(text)
	text, p.Must, u.Chips, u.Notes = s.text, s.must, s.chips, s.notes
	r := reading{lexicon: l, text: text, tokens: l.partInitials(text, tokens(text)), year: year, literal: q.Literal, polite: map[int]bool{}}
	r.recognise()
	r.decide()
	places := r.fill(&p, &u)
	r.addShortSurname(&p, places)
	p.Named = p.Named || r.isName(r.firstWord())
	p.Prefer = append(p.Prefer, q.Prefer...)
	if len(p.Words) == 0 {
		p.Words = quotedWords(p.Must)
	}
	if n, ok := r.findNear(places); ok && !p.Named {
		u.Meant, p.Near = r.meant(n, places)
	}
	return p, u
}

// readable mends a text that came in an old encoding or with the keys of Telex
// or VNI left on, and takes out what cannot be seen.
func readable(s string) (string, Understood) {
	text, _, sure := vietnamese.Decode(markup.ReplaceAllString(strings.ToValidUTF8(s, " "), " "), "")
	if sure < sureEnough {
		text = s
	}
	text = vietnamese.Clean(text)
	if t, ok := vietnamese.Untype(text); ok {
		text = t
	}
	if text == s {
		return text, Understood{}
	}
	return text, Understood{Read: text}
}

// markup is what text copied out of a page's source has around its words.
var markup = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,80}>`)

// sureEnough is how certain an old encoding must be for its reading to be taken.
const sureEnough = 0.8

// span is tokens[from:to] recognised as something.
type span struct {
	from, to int
	entry    *entry
	chip     bool   // is a condition
	prefer   bool   // is a preference: it stands before a name
	gone     bool   // says nothing
	task     bool   // says nothing by itself, but a topic may begin or end with it
	skips    bool   // a topic with words between that say nothing
	upward   bool   // this or higher
	negated  *entry // who is so is left out
	bound    *bound // below it, or above
	filter   Filter
	label    string
}

// reading is one text being understood.
type reading struct {
	lexicon *Lexicon
	text    string
	tokens  []token
	year    int // today's
	literal []string
	spans   []span
	polite  map[int]bool // tokens that are words of address
	task    bool         // the text tells of a task
}

// recognise parts the text into known phrases so that they cover as much of it
// as can be: "tiến sĩ khoa học cây trồng" is tiến sĩ + khoa học cây trồng, not
// tiến sĩ khoa học + cây trồng.
func (r *reading) recognise() {
	n := len(r.tokens)
	gains, steps := make([]int, n+1), make([]*span, n+1)
	for i := n - 1; i >= 0; i-- {
		gains[i] = gains[i+1]
		for _, s := range r.spansAt(i) {
			if g := s.gain() + gains[s.to]; g > gains[i] {
				gains[i], steps[i] = g, &s
			}
		}
	}
	for i := 0; i < n; {
		if steps[i] == nil {
			i++
			continue
		}
		r.spans = append(r.spans, *steps[i])
		i = steps[i].to
	}
}

// gain is what recognising a span is worth: its words, and less for each further
// span, so that one long phrase is better than two short ones.
func (s *span) gain() int {
	words := s.to - s.from
	switch {
	case s.entry.kind != aFiller && s.entry.kind != aTask && (words > 1 || s.entry.kind != aNegation && s.entry.kind != aBound):
		return 20*words - 5
	case words == 1:
		return 3
	}
	return 20*words - 7
}

// spansAt gives every phrase that begins at token i, the longest first.
func (r *reading) spansAt(i int) []span {
	var all []span
	for _, read := range []func(int) (span, bool){r.age, r.birthday, r.retirement} {
		if s, ok := read(i); ok && !r.isLiteral(s) {
			all = append(all, s)
		}
	}
	if s, ok := r.loose(i); ok && !r.isLiteral(s) {
		all = append(all, s)
	}
	var key strings.Builder
	for n := 1; n <= r.lexicon.longest && i+n <= len(r.tokens); n++ {
		if n > 1 {
			key.WriteByte(' ')
		}
		key.WriteString(r.tokens[i+n-1].folded)
		if e := r.fitting(r.lexicon.entries[key.String()], i, n); e != nil {
			if s := (span{from: i, to: i + n, entry: e}); !r.isLiteral(s) {
				all = append(all, s)
			}
		}
	}
	slices.Reverse(all)
	return all
}

// fitting gives the entry that the tokens say, the most telling kind first.
func (r *reading) fitting(entries []*entry, i, n int) *entry {
	var best *entry
	for _, e := range entries {
		if r.fits(e, i, n) && (best == nil || e.kind < best.kind) {
			best = e
		}
	}
	return best
}

// fits compares marks: what bears marks must bear those of the entry, but a
// phrase forgives a wrong tone, and a long one a wrong letter.
func (r *reading) fits(e *entry, i, n int) bool {
	slips := 0
	for k := range n {
		typed := r.text[r.tokens[i+k].from:r.tokens[i+k].to]
		key := vietnamese.Key(typed)
		if e.marked && key != e.key[k] {
			return false
		}
		switch {
		case !vietnamese.HasMarks(typed) || key == e.key[k]:
		case Toneless(key) == Toneless(e.key[k]):
			slips++
		default:
			slips += 2
		}
		if e.strict && !isUpper(typed) && !r.isDegreeOfName(e, i+n) && (e.kind != aTopic || len(r.tokens) > 1) {
			return false
		}
	}
	if e.near && !r.behindPlaceWord(i) || e.alone && n != len(r.tokens) || e.cityless && r.placeFollows(i+n) || r.isStudied(e, i) {
		return false
	}
	if e.kind == aTopic && slips > 0 && n == 2 && vietnamese.HasMarks(r.typed(i, i+1)) && vietnamese.IsSurname(r.typed(i, i+1)) && r.isMiddle(i+1) {
		return false // Đỗ Thị begins a name: who typed the tone did not mean đô thị
	}
	return slips == 0 || slips < n
}

// placeFollows says that a place begins at token i.
func (r *reading) placeFollows(i int) bool {
	for n := 1; n <= mostPlaceWords && i+n <= len(r.tokens); n++ {
		words := joinFolded(r.tokens[i : i+n])
		if slices.Contains(cityWords, words) || slices.ContainsFunc(r.lexicon.entries[words], func(e *entry) bool { return e.kind == aPlace }) {
			return true
		}
	}
	return false
}

// mostPlaceWords is how many words the longest name of a province has.
const mostPlaceWords = 4

// cityWords stand before the name of a city, or are one written short.
var cityWords = []string{"tp", "tphcm", "hcm", "hue", "thanh pho", "tinh"}

// isDegreeOfName says that an abbreviation in small letters, as "ks", stands
// before a name of at least two words, which begins at token at.
func (r *reading) isDegreeOfName(e *entry, at int) bool {
	return e.kind == aDegree && at+1 < len(r.tokens) && vietnamese.IsSurname(r.typed(at, at+1))
}

func isUpper(s string) bool {
	return strings.IndexFunc(s, unicode.IsLower) < 0 && strings.IndexFunc(s, unicode.IsUpper) >= 0
}

// placeWords lead to an organisation.
var placeWords = []string{"o", "tai", "thuoc", "cua", "truong", "khoa", "vien", "so", "don", "vi", "at", "from", "of"}

func (r *reading) behindPlaceWord(i int) bool {
	return i > 0 && slices.Contains(placeWords, r.tokens[i-1].folded)
}

// isCodeLead says that the short name of an organisation begins a staff code: "DNC 10003".
func (r *reading) isCodeLead(s *span) bool {
	if s.to-s.from > 1 || s.to+1 != len(r.tokens) {
		return false
	}
	number := r.tokens[s.to].folded
	_, year := r.birthYear(number)
	return len(number) > 3 && !year && strings.Trim(number, "0123456789") == ""
}

// institutionWords stand before the proper name of an organisation, or its abbreviation.
var institutionWords = [][]string{{"đại", "học"}, {"bệnh", "viện"}, {"trường"}, {"viện"}, {"khoa"}, {"sở"}, {"đh"}, {"bv"}}

// joinPlaceWords lets what an organisation is belong to its name: "trường Nam Cần Thơ",
// "đại học CTU".
func (r *reading) joinPlaceWords() {
	for i := range r.spans {
		s := &r.spans[i]
		if s.entry.kind != anOrganisation {
			continue
		}
		for _, words := range institutionWords {
			if from := s.from - len(words); from >= 0 && r.says(from, words, true) && !r.inSpan(from) && !r.inSpan(s.from-1) {
				s.from = from
			}
		}
	}
}

// isLiteral says that the user wants these words as words.
func (r *reading) isLiteral(s span) bool {
	typed := vietnamese.Fold(r.typed(s.from, s.to))
	return slices.ContainsFunc(r.literal, func(l string) bool { return vietnamese.Fold(l) == typed })
}

// typed gives the text of tokens[from:to].
func (r *reading) typed(from, to int) string {
	return r.text[r.tokens[from].from:r.tokens[to-1].to]
}

// decide settles what each span is, by what stands around it.
func (r *reading) decide() {
	r.joinUpward()
	r.joinDownward()
	r.joinNegations()
	r.joinPlaceWords()
	r.findAddresses()
	for i := range r.spans {
		s := &r.spans[i]
		if s.negated != nil {
			r.negate(s)
			continue
		}
		if s.bound != nil {
			r.limit(s)
			continue
		}
		switch s.entry.kind {
		case aDegree, aTitle, anHonour:
			r.decideTitle(i)
		case aSex:
			s.chip = r.isSex(i)
			s.filter, s.label = Filter{Facet: FacetSex, Values: s.entry.values}, s.entry.label
		case anOrganisation:
			s.chip = !r.isCodeLead(s)
			s.filter, s.label = Filter{Facet: s.entry.facet, Values: s.entry.values}, s.entry.label
		case aStanding:
			s.chip = true
			s.filter, s.label = Filter{Facet: s.entry.facet, Values: s.entry.values}, s.entry.label
		case anAge:
			s.chip = true
		}
	}
	r.dropFillers()
}

// dropFillers leaves out phrases that say nothing. At the end of a text a single
// word is no filler but something looked for, and in a text of fillers alone all are.
func (r *reading) dropFillers() {
	if len(r.spans) == 1 && r.spans[0].to-r.spans[0].from == len(r.tokens) {
		return
	}
	for i := range r.spans {
		s := &r.spans[i]
		if s.entry.kind == aFiller && s.to-s.from > 1 {
			s.gone = true
		}
	}
	r.dropTasks()
}

// fill makes the words, phrases and conditions of the plan, and what is said of them;
// it gives for each token its word.
func (r *reading) fill(p *Plan, u *Understood) []int {
	places := make([]int, len(r.tokens)) // token → its word in the plan, -1 for none
	var words []string
	for i := range r.tokens {
		places[i] = -1
		s := r.spanAt(i)
		if s != nil && s.from == i && s.entry.kind == aFiller && r.isYoung(s) {
			p.Prefer = append(p.Prefer, Filter{Facet: FacetAge, Values: []string{youngAges}})
		}
		if s != nil && (s.chip || s.prefer || s.gone && !s.task) {
			continue
		}
		places[i] = len(p.Words)
		typed := r.text[r.tokens[i].from:r.tokens[i].to]
		filler := s != nil && s.entry.kind == aFiller && i+1 < len(r.tokens)
		task := s != nil && s.task
		optional := filler || task || r.polite[i] || r.isAside(i)
		if age, ok := r.birthYear(typed); ok && len(r.tokens) > 1 {
			optional = true // a year beside a name; it may also be a code
			p.Prefer = append(p.Prefer, Filter{Facet: FacetAge, Values: []string{r.format("{N}-{N}", age, 0)}})
		}
		word := Word{Text: vietnamese.Key(typed), Optional: optional, NoName: r.isShort(s, typed), Task: task}
		p.Words = append(p.Words, word)
		words = append(words, typed)
		p.Marked = p.Marked || vietnamese.HasMarks(typed)
		if !filler && !task {
			u.Text = strings.TrimSpace(u.Text + " " + typed)
		}
	}
	addReadings(p, words)
	r.dropLonelyFillers(places, p, u)
	if n := len(p.Words); n > 0 {
		p.Words[n-1].Prefix = !p.Words[n-1].NoName
	}
	for i := range r.spans {
		r.addSpan(&r.spans[i], places, p, u)
	}
	r.addCodes(places, p)
	r.addGoingOn(p)
	r.addEnglishParts(places, p)
	r.addEither(places, p)
	return places
}

// addReadings says what the words would be in the fonts of old documents, where
// every one of them would be a syllable: "Hoà Thò" is "Hồ Thị" in VNI.
func addReadings(p *Plan, typed []string) {
	for _, font := range []string{"VNI-Times", ".VnTime"} {
		readings := make([]string, len(typed))
		for i, w := range typed {
			text, _, _ := vietnamese.Decode(w, font)
			if !vietnamese.IsSyllable(text) {
				readings = nil
				break
			}
			readings[i] = vietnamese.Key(text)
		}
		p.Named = p.Named || len(readings) > 1 && vietnamese.IsSurname(readings[0]) && readings[0] != p.Words[0].Text
		for i, r := range readings {
			if r != p.Words[i].Text {
				p.Words[i].Readings = append(p.Words[i].Readings, r)
			}
		}
	}
}

// dropLonelyFillers leaves out words such as "ở" where they are all that is left
// beside conditions.
func (r *reading) dropLonelyFillers(places []int, p *Plan, u *Understood) {
	conditions := slices.ContainsFunc(r.spans, func(s span) bool { return s.chip })
	if u.Text != "" || !conditions && len(p.Must) == 0 {
		return
	}
	p.Words = nil
	for i := range places {
		places[i] = -1
	}
}

func (r *reading) spanAt(token int) *span {
	for i := range r.spans {
		if r.spans[i].from <= token && token < r.spans[i].to {
			return &r.spans[i]
		}
	}
	return nil
}

func (r *reading) addSpan(s *span, places []int, p *Plan, u *Understood) {
	switch {
	case s.chip:
		p.Must = append(p.Must, r.lexicon.resolve(s.filter))
		u.Chips = append(u.Chips, Chip{s.filter, s.label, r.tokens[s.from].from, r.tokens[s.to-1].to})
	case s.prefer:
		p.Prefer = append(p.Prefer, r.lexicon.resolve(s.filter))
	case s.entry.kind == aTopic && places[s.from] >= 0:
		own := strings.Join(s.entry.key, " ")
		if s.skips {
			own = ""
		}
		ways := s.entry.concept.ways
		others := slices.DeleteFunc(slices.Clone(ways), func(w string) bool { return w == own || w == "" })
		p.Phrases = append(p.Phrases, Phrase{From: places[s.from], To: places[s.to-1] + 1, Texts: others, Usual: len(others) > 0 && others[0] == ways[0]})
	}
}

// addCodes takes every piece of text with a digit, up to the next blank, for a
// staff code, public id or number of a register outside, and a short text with digits as a whole too.
func (r *reading) addCodes(places []int, p *Plan) {
	for i := 0; i < len(r.tokens); {
		end := i + 1
		for end < len(r.tokens) && !strings.ContainsAny(r.text[r.tokens[end-1].to:r.tokens[end].from], " ") {
			end++
		}
		r.addCode(i, end, places, p)
		i = end
	}
	if n := len(r.tokens); n > 1 && n <= 4 {
		r.addCode(0, n, places, p)
	}
}

// longestCode bounds the codes that are looked for, in letters and digits: a DOI may be long.
const longestCode = 100

func (r *reading) addCode(from, to int, places []int, p *Plan) {
	typed := r.typed(from, to)
	code := CodeKey(typed)
	if len(code) < 2 || len(code) > longestCode || !strings.ContainsAny(code, "0123456789") {
		return
	}
	if slices.Contains(places[from:to], -1) {
		return
	}
	texts := addOnce([]string{code}, numberIn(typed))
	p.Phrases = append(p.Phrases, Phrase{From: places[from], To: places[to-1] + 1, Texts: texts, Code: true})
}

// numberIn gives the number of a researcher or publication in the address of its page;
// "" for what is none.
func numberIn(typed string) string {
	if doi, ok := registry.ParseDOI(typed); ok {
		return CodeKey(doi)
	}
	for _, kind := range []registry.IdentifierKind{registry.ORCID, registry.Scopus, registry.Scholar} {
		if id, ok := kind.Parse(typed); ok {
			return CodeKey(id)
		}
	}
	return ""
}
