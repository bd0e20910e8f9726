package ui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"trithuc/registry"
	"trithuc/search"
)

// alive serves GET /healthz: the process answers.
func (s *Server) alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready serves GET /readyz: the store reads and the index can be asked.
func (s *Server) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 3*time.Second)
	defer cancel()
	if _, err := s.lag(ctx); err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err, Message: "Máy chủ chưa sẵn sàng. Hãy thử lại sau ít giây."}
	}
	return c.String(http.StatusOK, "ready\n")
}

// lag gives how many entries of the trail the index has not taken in yet.
func (s *Server) lag(ctx context.Context) (int64, error) {
	head, err := s.config.Store.Head(ctx)
	if err != nil {
		return 0, err
	}
	at, err := s.config.Index.Position(ctx)
	return int64(head.Seq - at.Seq), err
}

// figures gives what /metrics tells about the registry; false where it cannot be read.
func (s *Server) figures(ctx context.Context) (lag, people float64, ok bool) {
	behind, err := s.lag(ctx)
	if err != nil {
		return 0, 0, false
	}
	found, err := s.config.Searcher.Search(ctx, search.Query{Limit: 1})
	return float64(behind), float64(found.Total), err == nil
}

// metrics counts requests for Prometheus, in a registry of its own.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  prometheus.Histogram
	handler  http.Handler
}

func newMetrics(registered ...prometheus.Collector) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "trithuc_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "trithuc_http_request_seconds", Help: "Time to answer a request, streams left out.", Buckets: prometheus.DefBuckets,
		}),
	}
	all := prometheus.NewRegistry()
	all.MustRegister(append(registered, m.requests, m.seconds)...)
	m.handler = promhttp.HandlerFor(all, promhttp.HandlerOpts{})
	return m
}

// count is the outermost middleware: it sees every answer, errors too.
func (m *metrics) count(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		route := c.Path()
		if route == "" {
			route = "none"
		}
		m.requests.WithLabelValues(known(c.Request().Method), route, strconv.Itoa(c.Response().Status)).Inc()
		if c.Response().Header().Get("Content-Type") != "text/event-stream" {
			m.seconds.Observe(time.Since(start).Seconds())
		}
		return nil
	}
}

// known keeps what a client may call its method from filling the memory.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete:
		return method
	}
	return "other"
}

// serve serves GET /metrics.
func (m *metrics) serve(c echo.Context) error {
	m.handler.ServeHTTP(c.Response(), c.Request())
	return nil
}

// gauges reads the registry's figures when they are asked for.
type gauges struct {
	figures func(context.Context) (lag, people float64, ok bool)
}

var (
	lagDesc    = prometheus.NewDesc("trithuc_index_lag_entries", "Entries of the trail that the search index has not taken in yet.", nil, nil)
	peopleDesc = prometheus.NewDesc("trithuc_people", "People that can be found.", nil, nil)
)

func (g gauges) Describe(out chan<- *prometheus.Desc) { out <- lagDesc; out <- peopleDesc }

func (g gauges) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	lag, people, ok := g.figures(ctx)
	if !ok {
		return
	}
	out <- prometheus.MustNewConstMetric(lagDesc, prometheus.GaugeValue, lag)
	out <- prometheus.MustNewConstMetric(peopleDesc, prometheus.GaugeValue, people)
}

// backupGauges tells how old the newest backup is, where backups are made.
type backupGauges struct {
	of  func() (last time.Time, failing bool)
	now func() time.Time
}

var (
	backupAgeDesc     = prometheus.NewDesc("trithuc_backup_age_seconds", "Age of the newest backup; absent until there is one.", nil, nil)
	backupFailingDesc = prometheus.NewDesc("trithuc_backup_failing", "1 where the last backup could not be made.", nil, nil)
)

func (g backupGauges) Describe(out chan<- *prometheus.Desc) {
	out <- backupAgeDesc
	out <- backupFailingDesc
}

func (g backupGauges) Collect(out chan<- prometheus.Metric) {
	if g.of == nil {
		return
	}
	last, failing := g.of()
	if !last.IsZero() {
		out <- prometheus.MustNewConstMetric(backupAgeDesc, prometheus.GaugeValue, g.now().Sub(last).Seconds())
	}
	figure := 0.0
	if failing {
		figure = 1
	}
	out <- prometheus.MustNewConstMetric(backupFailingDesc, prometheus.GaugeValue, figure)
}
