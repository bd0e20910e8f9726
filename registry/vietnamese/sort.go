package vietnamese

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collators are kept because one of them costs more to make than a key, and
// none may serve two goroutines at once.
var collators = sync.Pool{New: func() any {
	return &collator{c: collate.New(language.Vietnamese)}
}}

type collator struct {
	c   *collate.Collator
	buf collate.Buffer
}

// SortKey returns a key whose byte order is the order of Vietnamese staff lists:
// by given name, then family name, then middle name, each by the alphabet (a ă â
// … d đ …) and then by tone (ngang huyền hỏi ngã sắc nặng). Where a tone is placed
// makes no difference. The key depends on the collation tables of the build:
// store it with the data only if it is made again when they change.
func SortKey(n Name) []byte {
	col := collators.Get().(*collator)
	defer collators.Put(col)
	col.buf.Reset()
	key := make([]byte, 0, 128)
	for _, part := range [3]string{n.Given, n.Family, n.Middle} {
		key = append(key, col.c.KeyFromString(&col.buf, PlaceTone(part))...)
		key = append(key, 0, 0) // below every weight: the shorter name first
	}
	return key
}
