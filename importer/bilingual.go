package importer

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// foreignPosts are words of posts in English.
var foreignPosts = []string{
	"dean", "head", "lecturer", "professor", "vice", "deputy", "director", "rector", "president", "principal", "officer", "manager", "secretary", "librarian", "technician",
	"chief", "chair", "chairman", "assistant", "researcher", "staff", "accountant", "teacher", "nurse", "engineer", "specialist", "coordinator", "chancellor", "provost",
}

// ourPost gives the Vietnamese of a post that is written in two languages: "Trưởng khoa
// (Dean)"; the text itself where it is in one.
func ourPost(s string) string {
	if !strings.ContainsAny(s, "/|\n()[]-–—") {
		return s
	}
	pieces := slices.DeleteFunc(languages.Split(s, maxPieces), func(p string) bool { return strings.TrimSpace(p) == "" })
	if len(pieces) != 2 {
		return s
	}
	for i, foreign := range pieces {
		if ours := pieces[1-i]; vietnamese.HasMarks(ours) && !vietnamese.HasMarks(foreign) &&
			slices.ContainsFunc(strings.Fields(vietnamese.Fold(foreign)), func(w string) bool { return slices.Contains(foreignPosts, w) }) {
			return strings.TrimSpace(ours)
		}
	}
	return s
}
