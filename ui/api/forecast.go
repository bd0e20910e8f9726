package api

import (
	"context"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

type forecastIn struct {
	Name         string `query:"name" doc:"Tên phương án."`
	Years        int    `query:"years" doc:"Số năm tới; mặc định 15."`
	Until        int    `query:"until" doc:"Năm cuối, thay cho years."`
	Organisation string `query:"organisation" doc:"Tên, tên viết tắt hoặc số của đơn vị; trống là tất cả."`
}

// Projection is the answer of `forecast --json`; the contract is its wire form.
type forecastOut struct{ Body forecast.Projection }

// forecast serves GET /forecast.
func (s *server) forecast(ctx context.Context, in *forecastIn) (*forecastOut, error) {
	now := s.Now().In(registry.Vietnam)
	scenario := forecast.Scenario{Name: in.Name, Years: in.Years, Until: in.Until, Organisation: in.Organisation}
	if err := scenario.Check(now); err != nil {
		return nil, err
	}
	input, err := forecast.Gather(ctx, s.Store, scenario, registry.DateOf(now))
	if err != nil {
		return nil, err
	}
	return &forecastOut{forecast.Project(input, scenario, now)}, nil
}
