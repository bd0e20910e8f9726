package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// notice tells, at the head of the next page, what was just done.
type notice struct{ Text, Href, Link string }

// doneParam carries the notice over the redirect after a write: what, about
// which number, how many. It says nothing that the reader could not see anyway.
const doneParam = "done"

func done(address, what string, id int64, n int) string {
	u, err := url.Parse(local(address))
	if err != nil {
		return "/"
	}
	q := u.Query()
	q.Set(doneParam, fmt.Sprintf("%s.%d.%d", what, id, n))
	u.RawQuery = q.Encode()
	return u.RequestURI()
}

// noticeOf reads what done wrote; nil for anything else.
func noticeOf(c echo.Context, words Words) *notice {
	parts := strings.Split(c.QueryParam(doneParam), ".")
	if len(parts) != 3 {
		return nil
	}
	id, err1 := strconv.ParseInt(parts[1], 10, 64)
	n, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil {
		return nil
	}
	switch parts[0] {
	case "picked":
		return &notice{words.T("done.picked", "N", n), listAddress(id), words.T("done.picked.open")}
	case "dropped":
		return &notice{Text: words.T("done.dropped", "N", n)}
	case "absent":
		return &notice{Text: words.T("done.absent", "N", n)}
	case "saved", "added":
		return &notice{words.T("done." + parts[0]), fmt.Sprintf("%s/history/%d", personAddress(registry.PersonID(n)), id), words.T("done.undo")}
	case "reverted":
		return &notice{words.T("done.reverted"), fmt.Sprintf("%s/history/%d", personAddress(registry.PersonID(n)), id), words.T("done.undo")}
	case "merged":
		gone := registry.PersonID(id)
		text := words.T("done.merged", "ID", gone.Public())
		if n > 0 {
			text += " " + words.T("done.merged.asked", "N", n)
		}
		return &notice{text, personAddress(gone) + "/unmerge", words.T("unmerge.look")}
	case "unmerged":
		return &notice{words.T("done.unmerged", "ID", registry.PersonID(id).Public()), mergeAddress(registry.PersonID(id), registry.PersonID(n)), words.T("done.remerge")}
	case "renamed", "removed", "answered", "loaded", "unloaded", "requested", "stepped", "moved", "attached", "organised",
		"disorganised", "sealed", "unsealed", "claimed", "account", "password", "ended", "unseconded", "revoked", "published",
		"unpublished", "asked", "linked", "unlinked", "panelled", "papered", "kept", "looked", "called", "forgotten", "needkept",
		"needforgotten", "termkept", "termremoved", "proposed", "unproposed", "advised", "proposalaccept", "proposalrefuse",
		"disclosureasked", "disclosureapprove", "disclosurerefuse", "disclosurewithdraw", "opinionkept", "opinionforgotten":
		return &notice{Text: words.T("done." + parts[0])}
	}
	return nil
}

func listAddress(id int64) string { return fmt.Sprintf("/shortlists/%d", id) }

// number reads a positive number out of a path or a form; 0 for anything else.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
