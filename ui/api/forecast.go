package api

import (
	"cmp"
	"context"
	"strings"
	"time"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

type forecastIn struct {
	Name         string `query:"name" doc:"Tên phương án."`
	Years        int    `query:"years" doc:"Số năm tới; mặc định 15."`
	Until        int    `query:"until" doc:"Năm cuối, thay cho years."`
	Organisation string `query:"organisation" doc:"Tên, tên viết tắt hoặc số của đơn vị; trống là tất cả."`
	Sector       string `query:"sector" doc:"Mã ngành quản lý; trống là tất cả."`
	Ownership    string `query:"ownership" doc:"Mã khu vực; trống là tất cả."`
	Scenario     string `query:"scenario" doc:"Cả phương án dạng JSON, như tệp của lệnh forecast --scenario; các mục ghi riêng ở trên được ưu tiên."`
}

// forecastOut is the answer of `forecast --json`; the contract is its wire form.
type forecastOut struct{ Body forecast.Projection }

// forecast serves GET /forecast.
func (s *server) forecast(ctx context.Context, in *forecastIn) (*forecastOut, error) {
	now := s.Now().In(registry.Vietnam)
	scenario, err := in.scenario(now)
	if err != nil {
		return nil, err
	}
	input, err := forecast.Gather(ctx, s.Store, scenario, registry.DateOf(now))
	if err != nil {
		return nil, err
	}
	p, err := forecast.Project(ctx, input, scenario, now)
	return &forecastOut{p}, err
}

// scenario joins what is said by itself with the scenario as a whole.
func (in *forecastIn) scenario(now time.Time) (s forecast.Scenario, err error) {
	if in.Scenario != "" {
		if s, err = forecast.ReadScenario(strings.NewReader(in.Scenario), now); err != nil {
			return s, err
		}
	}
	s.Name, s.Organisation = cmp.Or(in.Name, s.Name), cmp.Or(in.Organisation, s.Organisation)
	s.Sector, s.Ownership = cmp.Or(in.Sector, s.Sector), cmp.Or(in.Ownership, s.Ownership)
	s.Years, s.Until = cmp.Or(in.Years, s.Years), cmp.Or(in.Until, s.Until)
	return s, s.Check(now)
}
