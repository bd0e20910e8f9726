package importer

import "testing"

func TestBare(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a formula made harmless", "'=1+1", "=1+1"},
		{"an address", "'@nội đồng", "@nội đồng"},
		{"a quotation", "'tôm'", "'tôm'"},
		{"nothing after it", "'", "'"},
		{"plain", "=1", "=1"},
	} {
		if got := bare(c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
