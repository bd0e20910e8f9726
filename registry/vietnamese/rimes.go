package vietnamese

import "strings"

// onsets maps each onset to itself, so that a lookup by bytes yields a string.
var onsets = func() map[string]string {
	m := map[string]string{"": ""}
	for o := range strings.FieldsSeq("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") {
		m[o] = o
	}
	return m
}()

// rime is what follows the onset, without its tone.
type rime struct {
	text  string
	first rune            // its first letter
	seat  int             // index of the letter that bears the tone, old style
	front bool            // begins with e, ê, i or y, so that k, gh, ngh stand before it
	glide bool            // begins with a sounded glide, which lips, qu and gi refuse
	only  map[string]bool // the only onsets of a rare rime; nil: any that fits
}

// plainRimes go with every onset that spelling and sound allow.
const plainRimes = `a ac ach ai am an ang anh ao ap at au ay
ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e em en eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt`

// glideRimes begin with a sounded o or u.
const glideRimes = `oa oac oach oai oan oang oanh oat oay oăc oăn oăng oăt oe oen oet
uân uât uây uê uênh uêch uy uyên uyêt uynh uyt`

// rareRimes name the only onsets they go with, loan words included; 0 is none.
const rareRimes = `
ec 0 b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x
eng 0 b ch đ gh h k kh l m ngh ph qu r s t th tr v x
êc gi k x
êng gi
oam 0 ng nh x
oăm 0 h kh ng
oap 0 ch ng nh x
oăp ng
oao kh ng
oem 0 ng nh
oeo kh ng
oong b c ch đ g h k l n qu r s t x
ooc c đ h l m r s t th x
uâng 0 b kh
uơ 0 h kh l th
uyn d l t
uyp t
uya kh l p x
uych 0 h
uyu kh ng
ươu b c h kh l ph r t tr
ưm h
ưn ch s
ưi b c ch g kh m ng
ươp 0 b c ch kh m n r s t
ăk đ l n
y 0 ch d đ h k l m n nh qu r s t th tr v x
yêm 0
yên 0 qu
yêng 0
yêt 0 qu
yêu 0
ynh qu
ych qu
yt qu
yu qu`

// loanP are the only rimes after p alone, a sound of loan words and place names.
var loanP = set(`a ac an ao ap at e ê i in o ô ơ om on ong ông u ung`)

// unruly are syllables in use that break the rules of onsetFits.
var unruly = set(`boa goa moa voa voan moay goe buy buyt muy phuy vuy muê gi gin gim gip gich gen kan quôc quơ quơi`)

var rimes = makeRimes()

func makeRimes() map[string]rime {
	m := make(map[string]rime)
	for s := range strings.FieldsSeq(plainRimes) {
		m[s] = newRime(s)
	}
	for s := range strings.FieldsSeq(glideRimes) {
		r := newRime(s)
		r.glide = true
		m[s] = r
	}
	for line := range strings.Lines(strings.TrimSpace(rareRimes)) {
		text, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		r := newRime(text)
		r.only = set(list)
		r.only[""] = r.only["0"]
		m[text] = r
	}
	return m
}

func newRime(s string) rime {
	first := []rune(s)[0]
	return rime{text: s, first: first, seat: seatOf(s), front: strings.ContainsRune("eêiy", first)}
}

// seatOf is the old style of placing the tone: on the letter with a hat, horn or
// breve, the last if there are two (ươ); else on the last vowel of a closed rime,
// the middle one of three, and the first of two.
func seatOf(s string) int {
	seat, n, closed := -1, 0, false
	for i, r := range []rune(s) {
		switch {
		case strings.ContainsRune("âăêôơ", r):
			seat = i
			n++
		case info(r).row >= 0:
			n++
		default:
			closed = true
		}
	}
	switch {
	case seat >= 0:
		return seat
	case closed:
		return n - 1
	case n == 3:
		return 1
	}
	return 0
}

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
