package api

import (
	"cmp"
	"context"
	"encoding/hex"
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
	head, err := s.Store.Head(ctx)
	if err != nil {
		return nil, err
	}
	input, err := forecast.Gather(ctx, s.Store, scenario, registry.DateOf(now))
	if err != nil {
		return nil, err
	}
	p, err := forecast.Project(ctx, input, scenario, now)
	if err != nil {
		return nil, err
	}
	_, err = forecast.Keep(ctx, s.Store, input, head, scenario, p, now)
	return &forecastOut{p}, err
}

// forecastRun is a kept forecast as the API tells it.
type forecastRun struct {
	ID       int64                `json:"id"`
	At       time.Time            `json:"at"`
	Account  string               `json:"account"`
	Name     string               `json:"name"`
	Head     int64                `json:"head" doc:"Dòng cuối của nhật ký thay đổi lúc ấy."`
	Model    int                  `json:"model" doc:"Bản của mô hình."`
	Scenario forecast.Scenario    `json:"scenario"`
	Records  string               `json:"records" doc:"Dấu vân tay của số liệu đầu vào."`
	Answer   *forecast.Projection `json:"answer,omitempty"`
}

type forecastRunsOut struct {
	Body struct {
		Runs []forecastRun `json:"runs"`
	}
}

// forecastRuns serves GET /forecast/runs.
func (s *server) forecastRuns(ctx context.Context, _ *struct{}) (*forecastRunsOut, error) {
	all, err := s.Store.ForecastRuns(ctx)
	if err != nil {
		return nil, err
	}
	out := &forecastRunsOut{}
	out.Body.Runs = make([]forecastRun, 0, len(all))
	for i := range all {
		run, err := runOf(&all[i])
		if err != nil {
			return nil, err
		}
		out.Body.Runs = append(out.Body.Runs, run)
	}
	return out, nil
}

type forecastRunIn struct {
	ID int64 `path:"id"`
}

type forecastRunOut struct{ Body forecastRun }

// forecastRun serves GET /forecast/runs/{id}.
func (s *server) forecastRun(ctx context.Context, in *forecastRunIn) (*forecastRunOut, error) {
	kept, err := s.Store.ForecastRun(ctx, registry.ForecastRunID(in.ID))
	if err != nil {
		return nil, err
	}
	run, err := runOf(kept)
	if err != nil {
		return nil, err
	}
	p, err := forecast.Told(kept)
	run.Answer = &p
	return &forecastRunOut{run}, err
}

func runOf(r *registry.ForecastRun) (forecastRun, error) {
	asked, err := forecast.Asked(r)
	return forecastRun{int64(r.ID), r.At, r.Account, r.Name, int64(r.Head), r.Model, asked, hex.EncodeToString(r.Records[:]), nil}, err
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
