package registry

import (
	"regexp"
	"strings"

	"trithuc/registry/vietnamese"
)

// SpokenReason stands in the trail in the place of a reason in somebody's own words.
// The words are in the payload of the entry, where erasure empties them with it.
const SpokenReason = "(lời người ghi)"

// reasonField is where a payload keeps a reason in somebody's own words. It is no
// field of a record.
const reasonField = "reason"

// Spoken gives a Why whose reason is in somebody's own words: what they typed, or the
// name of a file of theirs. It may tell of people, and so stands where erasure
// reaches it.
func Spoken(reason string) Why { return Why{Reason: reason, Spoken: true} }

// composed are the beginnings of reasons that the program puts together and reads
// again: what a merge and the taking back of an import say of themselves.
var composed = []string{"Gộp hồ sơ ", "Tách hồ sơ ", "Hoàn tác "}

// Composed says that the program itself put a reason together. Entries from before
// there was SpokenReason tell nothing else of where theirs came from.
func Composed(reason string) bool {
	for _, begin := range composed {
		if strings.HasPrefix(reason, begin) {
			return true
		}
	}
	return reason == "" || reason == SpokenReason
}

// twelve is what looks like a citizen number: twelve digits in one run, or parted by
// single blanks, dots or dashes.
var twelve = regexp.MustCompile(`\d{12}|(^|\D)\d([ .-]?\d){11}($|[^\d .-]|[ .-]\D|[ .-]$)`)

// tidySpoken cleans the words of a reason and says what cannot be taken. The words are
// not repeated where they may hold a number that is stored nowhere in the clear.
func (w *Why) tidySpoken() error {
	if !w.Spoken {
		return nil
	}
	w.Reason = vietnamese.Clean(w.Reason)
	v := &validation{}
	v.text("reason", w.Reason, false)
	if twelve.MatchString(w.Reason) {
		v.problems = []Problem{{"reason", "", "không được chứa số định danh cá nhân (12 chữ số)"}}
	}
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Lý do chưa nhận được nên chưa ghi gì. Hãy sửa lại rồi gửi lại."}
}
