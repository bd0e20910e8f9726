package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"trithuc/registry"
)

// invitationWays are how an invitation may have gone out.
var invitationWays = []string{"letter", "phone", "zalo", "email", "hand"}

// localMoment gives a moment as the browser's input of day and time takes it.
func localMoment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(registry.Vietnam).Format("2006-01-02T15:04")
}

// meetingSaid says who came, and what they gave.
func meetingSaid(p Page, v panelView, i int) string {
	m := v.Meetings[i]
	if !m.Held {
		return p.T("panel.meeting.ahead")
	}
	members, present, enough := m.Quorum(v.Panel)
	said := p.T("panel.meeting.came", "Present", present, "Members", members)
	if !enough {
		said += " " + p.T("panel.meeting.few")
	}
	if mean, n := m.Average(); n > 0 {
		said += " " + p.T("panel.meeting.mean", "Mean", p.Decimal(mean), "Count", n)
	}
	return said
}

func cameTo(m registry.Meeting, seat int) bool { return slices.Contains(m.Present, seat) }

func scoreOf(m registry.Meeting, seat int) (registry.Score, bool) {
	i := slices.IndexFunc(m.Scores, func(s registry.Score) bool { return s.Seat == seat })
	if i < 0 {
		return registry.Score{}, false
	}
	return m.Scores[i], true
}

func pointsOf(p Page, m registry.Meeting, seat int) string {
	s, given := scoreOf(m, seat)
	if !given {
		return ""
	}
	text := strconv.FormatFloat(s.Points, 'f', -1, 64)
	if p.Lang == Vietnamese {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

func voteOf(m registry.Meeting, seat int) string {
	s, _ := scoreOf(m, seat)
	return s.Vote
}
