package sqlite

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"trithuc/registry"
)

// erasedPayload is what an Erased entry keeps.
type erasedPayload struct {
	Emptied []int64                  `json:"emptied"`           // registry.EmptiedField
	Unsaid  map[registry.Seq]hexHash `json:"unsaid,omitempty"`  // registry.UnsaidField
	Imports []registry.ImportID      `json:"imports,omitempty"` // registry.ImportsField
}

// hexHash is a digest that a payload holds as text.
type hexHash registry.Digest

func (h hexHash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

func (h *hexHash) UnmarshalText(text []byte) error {
	_, err := hex.Decode(h[:], text)
	return err
}

// unsay empties the reasons of entries that may be in somebody's own words and stand in
// the trail itself, as programs wrote them before there were spoken ones. It gives
// what the chain makes of each entry without them.
func (c *commit) unsay(of []registry.Entry, who *registry.Traces) (map[registry.Seq]hexHash, error) {
	unsaid := map[registry.Seq]hexHash{}
	for _, e := range of {
		if e.Spoken || registry.Composed(e.Reason) && !who.In(e.Reason) {
			continue
		}
		before, err := hashBefore(c.ctx, c.s, e.Seq)
		if err != nil {
			return nil, err
		}
		e.Reason = ""
		unsaid[e.Seq] = hexHash(e.Chain(before))
		if err := c.s.exec(c.ctx, "UPDATE entry SET reason = '' WHERE seq = ?", int64(e.Seq)); err != nil {
			return nil, err
		}
	}
	return unsaid, nil
}

// hashBefore gives the hash that an entry follows.
func hashBefore(ctx context.Context, s *session, seq registry.Seq) (h registry.Digest, err error) {
	_, err = s.row(ctx, "SELECT hash FROM entry WHERE seq = ?", []any{int64(seq - 1)}, (*digestColumn)(&h))
	return h, err
}

// unsaid gives what erasures vouch for: entries without their words.
func unsaid(ctx context.Context, s *session) (map[registry.Seq]hexHash, error) {
	all := map[registry.Seq]hexHash{}
	var body []byte
	err := s.each(ctx, "SELECT body FROM entry JOIN payload USING (seq) WHERE kind = ? AND action = ?",
		[]any{string(registry.SubjectPerson), string(registry.Erased)}, []any{(*blob)(&body)}, func() error {
			var p erasedPayload
			if json.Unmarshal(body, &p) != nil {
				return nil // emptied tells of it
			}
			for seq, h := range p.Unsaid {
				all[seq] = h
			}
			return nil
		})
	return all, err
}
