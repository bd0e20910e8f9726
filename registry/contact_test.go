package registry_test

import (
	"testing"

	"trithuc/registry"
)

func TestParseEmail(t *testing.T) {
	for in, want := range map[string]string{
		" Mau.Ten@CTU.edu.vn ": "mau.ten@ctu.edu.vn", "a+b@x.vn": "a+b@x.vn",
		"": "", "mau": "", "mau@ctu": "", "mau@.vn": "", "mau@ctu.": "", "a b@ctu.vn": "", "Mẫu <mau@ctu.vn>": "", "a@b@c.vn": "",
	} {
		if got, ok := registry.ParseEmail(in); got != want || ok != (want != "") {
			t.Errorf("ParseEmail(%q): got %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestParsePhone(t *testing.T) {
	for in, want := range map[string]string{
		"+84 292 3832 663": "02923832663", "0913.123.456": "0913123456", "913123456": "0913123456", "(0292) 3832-663": "02923832663",
		"0084913123456": "0913123456", "84913123456": "0913123456", "+84 (0)913 123 456": "0913123456", "0913\u00a0123\u00a0456": "0913123456",
		"+61 412 345 678": "+61412345678", "0061 412 345 678": "+61412345678", "(+1) 650-253-0000": "+16502530000", "+0913123456": "0913123456", "+84 12": "", "+1234567890123456": "",
		"": "", "123": "", "0113123456": "", "09131234567890": "", "0913 123 45x": "", "không có": "",
	} {
		if got, ok := registry.ParsePhone(in); got != want || ok != (want != "") {
			t.Errorf("ParsePhone(%q): got %q, %v, want %q", in, got, ok, want)
		}
	}
}

func FuzzParsePhone(f *testing.F) {
	f.Add("+84 292 3832 663")
	f.Add("0913.123.456")
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := registry.ParsePhone(s); ok {
			if again, ok := registry.ParsePhone(n); !ok || again != n {
				t.Errorf("%q gives %q, which gives %q, %v", s, n, again, ok)
			}
		}
	})
}

func FuzzParseEmail(f *testing.F) {
	f.Add("mau@ctu.edu.vn")
	f.Fuzz(func(t *testing.T, s string) {
		if e, ok := registry.ParseEmail(s); ok {
			if again, ok := registry.ParseEmail(e); !ok || again != e {
				t.Errorf("%q gives %q, which gives %q, %v", s, e, again, ok)
			}
		}
	})
}
