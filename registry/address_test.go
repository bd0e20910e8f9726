package registry_test

import (
	"testing"

	"trithuc/registry"
	"trithuc/seeds"
)

// TestWardOfAddress: an address of before 1 July 2025 leads to the ward of the day, and
// says where it is not sure which.
func TestWardOfAddress(t *testing.T) {
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, address string
		on            registry.Date
		want          string
		doubt         bool
	}{
		{"a ward of today", "12 Trần Hưng Đạo, phường Cái Khế, TP. Cần Thơ", registry.Date{}, "31120", false},
		{"a former ward", "12 Đường 3/2, phường An Hòa, quận Ninh Kiều, Cần Thơ", registry.Date{}, "31120", false},
		{"a former ward on its day", "phường An Hòa, quận Ninh Kiều, Cần Thơ", registry.Date{Year: 2024, Month: 5, Day: 1}, "cu-can-tho-quan-ninh-kieu-phuong-an-hoa", false},
		{"no ward", "Khu II, đường 3/2", registry.Date{}, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, doubt := ref.WardOf(c.address, c.on)
			if got != c.want || (doubt != "") != c.doubt {
				t.Errorf("got %q (%s), want %q", got, doubt, c.want)
			}
		})
	}
	if now := ref.WardsNow("cu-can-tho-quan-ninh-kieu-phuong-an-hoa"); len(now) != 1 || now[0].Code != "31120" {
		t.Errorf("the former ward is %+v today", now)
	}
	for _, c := range [][2]string{{"12 Đường Mẫu", "12 Đường Mẫu, Phường Cái Khế"}, {"phường Cái Khế", "phường Cái Khế"}, {"phường An Hòa, quận Ninh Kiều", "phường An Hòa, quận Ninh Kiều"}, {"", "Phường Cái Khế"}} {
		if got := ref.AddressText(registry.Address{Line: c[0], Ward: "31120"}); got != c[1] {
			t.Errorf("%q reads %q, want %q", c[0], got, c[1])
		}
	}
}
