package importer

import (
	"slices"
	"strings"
	"trithuc/registry/vietnamese"
)

// startsPart says that a text behind a separator names another place, not the second
// half of a name: "Ngân hàng" of "Khoa Tài chính - Ngân hàng" says what a unit is
// about, as a word for a kind of institution without a name of its own does.
func startsPart(s string) bool {
	if end := strings.IndexAny(s, ",;/\n(–"); end > 0 {
		s = s[:end] // what follows is another part
	}
	s, _, _ = strings.Cut(s, " - ")
	if len(strings.Fields(s)) < 2 || !unitLike(s) && !employerLike(s) {
		return false
	}
	k := placeKey(s)
	if k == "thu vien" || slices.Contains(employerWords, k) {
		return false
	}
	rest, _ := strings.CutPrefix(k, "ngan hang ")
	return rest == k || rest != "bao hiem" && rest != "dau tu" && rest != "chung khoan" && rest != "tai chinh" && rest != "ke toan"
}

// posts begin the names of posts.
var posts = []string{
	"truong", "pho", "giam doc", "hieu truong", "vien truong", "giang vien", "chuyen vien", "nghien cuu vien", "nhan vien", "can bo", "tro ly", "tro giang", "thu ky",
	"chu tich", "chanh", "quyen", "q", "uy vien", "to truong", "to pho", "bac si", "duoc si", "dieu duong", "ky su", "ke toan", "giao vien", "thanh tra vien", "chu nhiem", "chi cuc truong", "chi cuc pho", "cuc truong", "cuc pho",
}

// startsPost says that a text begins as posts do.
func startsPost(s string) bool {
	k := onlyWords(vietnamese.Fold(s)) + " "
	return !startsPart(s) && slices.ContainsFunc(posts, func(w string) bool { return strings.HasPrefix(k, w+" ") })
}

// postAndPlace divides a cell that names a post and where it is held, in either
// order: "Trưởng bộ môn, Bộ môn Khoa học đất".
func postAndPlace(s string) (post, place string) {
	for _, part := range cutBefore(s, func(next string) bool { return startsPart(next) || startsPost(next) }) {
		if startsPart(part) {
			place = joinText(place, part, ", ")
			continue
		}
		held, where := heldAt(part)
		post, place = joinText(post, held, ", "), joinText(place, where, ", ")
	}
	return post, place
}

// headsOf are posts that say of what kind of unit only with the word behind them.
var headsOf = []string{"truong", "pho", "pho truong", "quyen truong", "q truong", "p truong", "phu trach"}

// heldAt divides a post from the unit that follows it without a sign: "Trưởng Khoa Dược"
// is the Trưởng khoa of Khoa Dược, "Giảng viên Khoa Y" a Giảng viên there. A kind of unit
// without a name of its own belongs to the post.
func heldAt(s string) (post, place string) {
	words := strings.Fields(s)
	for i := 1; i+1 < len(words); i++ {
		rest := strings.Join(words[i:], " ")
		if !startsPart(rest) || strings.HasPrefix(vietnamese.Fold(rest), "hoi dong") {
			continue
		}
		n := 1
		if k := vietnamese.Fold(rest) + " "; strings.HasPrefix(k, "bo mon ") || strings.HasPrefix(k, "trung tam ") {
			n = 2
		}
		if len(words) == i+n {
			break
		}
		if within := strings.Join(words[i+n:], " "); employerLike(within) { // "Trưởng khoa Đại học Cần Thơ"
			return strings.Join(words[:i+n], " "), within
		}
		post = strings.Join(words[:i], " ")
		if slices.Contains(headsOf, onlyWords(vietnamese.Fold(post))) {
			post += " " + strings.ToLower(strings.Join(words[i:i+n], " "))
		}
		return post, rest
	}
	return s, ""
}

// placeParts splits "Bộ môn A - Khoa B, Trường C" before every part that begins as a
// unit or institution does.
func placeParts(s string) []string { return cutBefore(s, startsPart) }

// cutBefore splits a text at the separators behind which starts says that something
// of its own begins.
func cutBefore(s string, starts func(string) bool) []string {
	var parts []string
	start := 0
	for i := 0; i < len(s); i++ {
		if !strings.ContainsRune(",;/\n->(", rune(s[i])) && !strings.HasPrefix(s[i:], "–") && !strings.HasPrefix(s[i:], " thuộc ") {
			continue
		}
		next := strings.TrimLeft(strings.TrimPrefix(s[i:], " thuộc "), " ,;/>\n-–()")
		if starts(next) {
			if p := strings.Trim(s[start:i], " ,;/>\n-–()"); p != "" {
				parts = append(parts, p)
			}
			start = i
		}
	}
	last := strings.Trim(strings.TrimPrefix(s[start:], " thuộc "), " ,;/>\n-–")
	if inner, ok := strings.CutPrefix(last, "("); ok { // "Trường X (Khoa Y)"
		last = strings.Trim(strings.TrimSuffix(inner, ")"), " ")
	}
	if last != "" {
		parts = append(parts, last)
	}
	return parts
}
