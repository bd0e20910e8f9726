package registry

import "testing"

func TestTiesAreOneWork(t *testing.T) {
	paper := func(title, doi string, year int) Tie {
		return (&Person{Publications: []Publication{{Kind: Article, Title: title, DOI: doi, Year: year}}}).Ties()[0]
	}
	task := func(name, code string) Tie { return (&Person{Tasks: []Task{{Name: name, Code: code}}}).Ties()[0] }
	const salt = "Chọn giống lúa chịu mặn ở vùng ven biển"
	tests := []struct {
		name string
		a, b Tie
		want bool
	}{
		{"title and year, capitals aside", paper(salt, "", 2020), paper("CHỌN GIỐNG LÚA chịu mặn ở vùng ven biển", "", 2020), true},
		{"another year", paper(salt, "", 2020), paper(salt, "", 2021), false},
		{"two numbers", paper(salt, "10.1/a", 2020), paper(salt, "10.1/b", 2020), false},
		{"one number", paper(salt, "10.1/a", 2020), paper("Selecting rice that bears salt", "10.1/a", 2020), true},
		{"a title that tells nothing", paper("Lời nói đầu", "", 2020), paper("Lời nói đầu", "", 2020), false},
		{"task by code", task("Đề tài lúa", "ĐTĐL.2020/1"), task("Chọn giống lúa", "DTDL 2020 1"), true},
		{"tasks of codes that differ", task(salt, "A1"), task(salt, "A2"), false},
		{"task by name", task(salt, ""), task(salt, "A2"), true},
		{"task and paper", task(salt, ""), paper(salt, "", 0), false},
	}
	for _, test := range tests {
		if got := test.a.SameAs(test.b); got != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
}

func TestPrintedAs(t *testing.T) {
	for _, test := range []struct {
		full, printed string
		want          bool
	}{{"Nguyễn Văn An", "Nguyen Van An", true}, {"Nguyễn Văn An", "An Van Nguyen", true}, {"Nguyễn Văn Hoa", "Nguyễn Văn Hòa", false}, {"Nguyễn Văn An", "N. V. An", false}, {"", "", false}} {
		if got := PrintedAs(test.full, test.printed); got != test.want {
			t.Errorf("%q as %q: %v", test.full, test.printed, got)
		}
	}
}
