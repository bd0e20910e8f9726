package main

import (
	"regexp"
	"strings"
)

// misuses are the complaints of the parser of command lines, in its words, and in
// ours: $1 and $2 are what was typed.
var misuses = []struct {
	theirs *regexp.Regexp
	ours   string
}{
	{regexp.MustCompile(`^unexpected argument ("?[^,]*?"?)(?:, did you mean (.*)\?)?$`), "thừa hoặc sai chữ «$1»"},
	{regexp.MustCompile(`^unexpected token (.*)$`), "thừa «$1»"},
	{regexp.MustCompile(`^unknown flag ([^,]*)(?:, did you mean (.*)\?)?$`), "không có tùy chọn «$1»"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "thiếu «$1»"},
	{regexp.MustCompile(`^expected one of (.*)$`), "cần một trong các lệnh $1"},
	{regexp.MustCompile(`^no command selected$`), "chưa có lệnh nào"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)?(?:, -\w)? must be one of (.*) but got (.*)$`), "«$1» phải là một trong $2, không phải $3"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)?: expected .* but got "EOL".*$`), "«$1» chưa có giá trị"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)?: expected .* but got (".*?").*$`), "«$1» không nhận giá trị $2"},
	{regexp.MustCompile(`^missing positional arguments (.*)$`), "thiếu $1"},
	{regexp.MustCompile(`^expected (".*")$`), "thiếu $1"},
}

// misuse says in Vietnamese what was wrong with a command line.
func misuse(err error) string {
	said := err.Error()
	for _, m := range misuses {
		if at := m.theirs.FindStringSubmatchIndex(said); at != nil {
			ours := string(m.theirs.ExpandString(nil, m.ours, said, at))
			if _, near, ok := strings.Cut(said, ", did you mean "); ok {
				ours += ", có phải là " + strings.TrimSuffix(near, "?")
			}
			return ours
		}
	}
	return said
}
