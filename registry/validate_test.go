package registry

import (
	"testing"

	"trithuc/registry/vietnamese"
)

func TestNameRefused(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     bool
	}{
		{"a name", "Nguyễn Thị Mỹ Hoa", false},
		{"Cham, with an apostrophe", "H'Hen Niê", false},
		{"quotes and ampersand", `Lê "Lợi" & Con`, false},
		{"initials", "Nguyễn V. A.", false},
		{"digits", "1234", true},
		{"digits after a name", "Trần Văn 2", true},
		{"formula", "=cmd|x", true},
		{"markup", "<script>alert</script>", true},
		{"address", "a@b.vn", true},
		{"picture", "Lê 😀", true},
		{"only marks", "---", true},
		{"broken bytes", "L\xff\xfe", true},
		{"replaced bytes", "Lê \ufffd\ufffd", true},
		{"turned around", "Lê \u202eAn", true},
		{"nothing, which is another refusal", "", false},
	} {
		if got := NameRefused(c.in) != ""; got != c.want {
			t.Errorf("%s: %q refused: %v", c.name, c.in, got)
		}
		p := &Person{Name: vietnamese.Name{Full: c.in}}
		if refused := len(p.Validate()) > 0; refused != (c.want || c.in == "") {
			t.Errorf("%s: %q in a record: %v", c.name, c.in, p.Validate())
		}
	}
}
