package ui_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestExchangeByFile: people go out in a system's form and come in from its file,
// and what came in says so on the record.
func TestExchangeByFile(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.add(s.sample()[0])
	page := s.page("/exchange")
	holds(t, page, "Cơ sở dữ liệu giáo dục đại học", "chưa kiểm chứng", "Mã cán bộ", `action="/api/v1/exchange/hemis/file"`, "/catalogues/exchange-hemis")
	holds(t, s.page("/api/v1/exchange/hemis/file?format=csv&organisation="), "Nguyễn Thị Mỹ Hoa")
	file := strings.Join([]string{"STT,Mã cán bộ,Họ và tên,Ngày sinh,Giới tính", "1,H-77,Phan Văn Đồng Bộ,01/02/1970,Nam"}, "\n")
	employer := s.organisation("Trường Đại học Nam Cần Thơ")
	a := s.multi("/imports", "hemis.csv", file, url.Values{"key": {"k"}, "system": {"hemis"}, "synced": {"01/11/2026"}, "organisation": {fmt.Sprint(employer)}})
	state, page := s.settled(a.url)
	if state != string(registry.ImportPlanned) {
		t.Fatalf("the file is %s\n%s", state, page)
	}
	s.post(a.url+"/confirm", url.Values{"key": {"k2"}, "plan": {field(t, page, "plan")}})
	s.settled(a.url)
	found := s.page("/people?q=Phan+Van+Dong+Bo")
	at := found[strings.Index(found, "/people/TT-"):]
	holds(t, s.page(at[:len("/people/TT-0000013")]), "Nguồn gốc: Cơ sở dữ liệu giáo dục đại học, ngày đồng bộ 01/11/2026")
	for _, bad := range []url.Values{{"system": {"hemis"}, "synced": {"31/02/2026"}}, {"system": {"khong co"}, "synced": {"01/11/2026"}}, {"system": {"hemis"}}} {
		bad.Set("key", bad.Encode())
		if a := s.multi("/imports", "hemis.csv", file, bad); a.status != 400 {
			t.Errorf("%v answered %d", bad, a.status)
		}
	}
}

// TestFormerNames: an old name leads to what it stands for on a day, with the steps
// in between; the ward of an old address to the new one.
func TestFormerNames(t *testing.T) {
	t.Parallel()
	s := open(t)
	holds(t, s.page("/organisations"), `href="/resolve"`)
	holds(t, s.page("/resolve?name=S%E1%BB%9F+KH%C4%90T&on="), "Sở Tài chính", "01/03/2025", "Chắc chắn là")
	holds(t, s.page("/resolve?name=S%E1%BB%9F+K%E1%BA%BF+ho%E1%BA%A1ch+v%C3%A0+%C4%90%E1%BA%A7u+t%C6%B0&on=01/01/2020"), "Sở Kế hoạch và Đầu tư")
	holds(t, s.page("/resolve?name=khong+co+ten+nay"), "Không thấy tên này")
	holds(t, s.page("/resolve?address="+url.QueryEscape("phường An Hòa, quận Ninh Kiều, Cần Thơ")), "trong địa chỉ ghi: Phường An Hòa")
	if a := s.get("/resolve?name=x&on=31/02/2020"); a.status != 400 {
		t.Errorf("a day that is none answered %d", a.status)
	}
}
