package registry

import (
	"encoding/json"
	"slices"
)

// What a change did to a list is taken back item by item where others were changed since.

// itemsBack gives the list that p has today with what a change did to it taken back: what
// it added goes, what it took out comes again. Former is the list before the change, left
// the one after it. False where an item it added was itself changed since, where nothing
// is left to take back, or where somebody would have two main posts.
func (p *Person) itemsBack(name string, former, left json.RawMessage) (json.RawMessage, bool, error) {
	at := slices.IndexFunc(personFields, func(f personField) bool { return f.name == name })
	if at < 0 || personFields[at].scalar || len(left) == 0 {
		return nil, false, nil
	}
	var before, after []listItem
	for raw, into := range map[*json.RawMessage]*[]listItem{&former: &before, &left: &after} {
		if err := json.Unmarshal(*raw, into); err != nil {
			return nil, false, &Error{Kind: Damaged, Message: "Giá trị cũ trong nhật ký không đọc được.", Err: err}
		}
	}
	now, err := itemsOf(personFields[at], p)
	if err != nil {
		return nil, false, err
	}
	added, removed := missing(after, before), missing(before, after)
	if len(added)+len(removed) == 0 || len(missing(added, now)) > 0 {
		return nil, false, nil
	}
	back := takenBack(now, before, added, removed)
	if slices.EqualFunc(back, now, listItem.exactly) || mains(back) > max(1, mains(now)) {
		return nil, false, nil
	}
	raw, err := json.Marshal(back)
	return raw, err == nil, err
}

// missing gives the items of a list that another does not have, counting equal ones.
func missing(list, other []listItem) (all []listItem) {
	other = slices.Clone(other)
	for _, i := range list {
		if k := slices.IndexFunc(other, i.exactly); k >= 0 {
			other = slices.Delete(other, k, k+1)
		} else {
			all = append(all, i)
		}
	}
	return all
}

// takenBack puts what was removed in the place of what was added, one for one, and else
// where it stood.
func takenBack(now, before, added, removed []listItem) []listItem {
	back := slices.Clone(now)
	for _, a := range added {
		k := slices.IndexFunc(back, a.exactly)
		if len(removed) > 0 {
			back[k], removed = removed[0], removed[1:]
		} else {
			back = slices.Delete(back, k, k+1)
		}
	}
	for _, r := range removed {
		if !slices.ContainsFunc(back, r.same) {
			back = slices.Insert(back, min(slices.IndexFunc(before, r.exactly), len(back)), r)
		}
	}
	return back
}

// exactly says that two items are the same in all but where they come from.
func (i listItem) exactly(o listItem) bool {
	return i.same(o) && string(i["main"]) == string(o["main"])
}

// mains counts the posts of today that are marked as the main one.
func mains(list []listItem) (n int) {
	for _, i := range list {
		if string(i["main"]) == "true" && len(i["to"]) == 0 {
			n++
		}
	}
	return n
}
