package ui

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/ui/web"
)

// alive serves GET /healthz: the process answers.
func (s *Server) alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready serves GET /readyz: the store reads and can be written to, and the index
// holds everybody.
func (s *Server) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 3*time.Second)
	defer cancel()
	if !s.config.CaughtUp() {
		return errFilling()
	}
	if _, err := s.lag(ctx); err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err, Message: "Máy chủ chưa sẵn sàng. Hãy thử lại sau ít giây."}
	}
	if s.config.Disk != nil {
		if err := s.config.Disk.Writable(); err != nil {
			return err
		}
	}
	return c.String(http.StatusOK, "ready\n")
}

// errFilling is the answer while the index is filled for the first time, or anew
// after damage.
func errFilling() error {
	return registry.Errorf(registry.Busy, "Chỉ mục tìm kiếm đang được lập nên chưa tìm đủ người. Hãy thử lại sau ít phút.")
}

// fillingPatience is how long a search waits for an index that is being filled:
// after an ordinary start that is enough.
const fillingPatience = 3 * time.Second

// whole searches once the index holds everybody; until then it would say of
// those not read yet that nobody was found. Who is asked for by their whole name is
// found in the store meanwhile.
type whole struct {
	web.Searcher
	caughtUp func() bool
	wait     func(context.Context, registry.Seq) error
	names    search.Names
}

// Search finds people, after a short wait for the index where it must be, or by name in
// the store, or is Busy.
func (w whole) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	if !w.caughtUp() {
		patience, stop := context.WithTimeout(ctx, fillingPatience)
		defer stop()
		if err := w.wait(patience, 1); err != nil {
			return w.byName(ctx, q, errFilling())
		}
	}
	answer, err := w.Searcher.Search(ctx, q)
	if registry.KindOf(err) == registry.Busy { // damage was met just now
		return w.byName(ctx, q, err)
	}
	return answer, err
}

// byName answers from the store; where nobody bears the name, with the cause why the
// index was not asked.
func (w whole) byName(ctx context.Context, q search.Query, cause error) (search.Answer, error) {
	answer, err := w.names.Search(ctx, q)
	if err == nil && answer.Total == 0 {
		err = cause
	}
	return answer, err
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

// condition gives for the page of who runs the server how all is.
func (s *Server) condition(ctx context.Context) (web.Condition, error) {
	c := web.Condition{Filling: !s.config.CaughtUp(), Writable: true}
	var err error
	if c.Lag, err = s.lag(ctx); err != nil {
		return c, err
	}
	if d := s.config.Disk; d != nil {
		c.Writable = d.Writable() == nil
		if c.Log, err = d.LogSize(); err != nil {
			return c, err
		}
	}
	if s.config.Erasures.Store != nil {
		if c.Unclean, err = s.config.Erasures.Unclean(ctx); err != nil {
			return c, err
		}
	}
	if s.config.Backups != nil {
		c.BackedUp = true
		c.Backup, c.BackupFailing = s.config.Backups()
	}
	return c, nil
}

// behind gives for /metrics how far the index is behind the trail.
func (s *Server) behind(ctx context.Context) (float64, error) {
	n, err := s.lag(ctx)
	return float64(n), err
}

// logSize gives for /metrics how much of the database waits in its log.
func (s *Server) logSize(context.Context) (float64, error) {
	if s.config.Disk == nil {
		return 0, errors.ErrUnsupported
	}
	n, err := s.config.Disk.LogSize()
	return float64(n), err
}

// unclean gives for /metrics how many erased people may have left something.
func (s *Server) unclean(ctx context.Context) (float64, error) {
	if s.config.Erasures.Store == nil {
		return 0, errors.ErrUnsupported
	}
	n, err := s.config.Erasures.Unclean(ctx)
	return float64(n), err
}

// found gives for /metrics how many people can be found.
func (s *Server) found(ctx context.Context) (float64, error) {
	ctx = registry.WithActor(ctx, registry.Actor{Account: "trithuc", Role: registry.System})
	all, err := s.config.Searcher.Search(ctx, search.Query{Limit: 1})
	return float64(all.Total), err
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

// gauge reads a figure of the registry when it is asked for; absent where that fails.
type gauge struct {
	*prometheus.Desc
	read func(context.Context) (float64, error)
}

func (s *Server) gauges() []prometheus.Collector {
	return []prometheus.Collector{
		gauge{prometheus.NewDesc("trithuc_index_lag_entries", "Entries of the trail that the search index has not taken in yet.", nil, nil), s.behind},
		gauge{prometheus.NewDesc("trithuc_wal_bytes", "Size of the database's write-ahead log; it grows while a long read goes on.", nil, nil), s.logSize},
		gauge{prometheus.NewDesc("trithuc_erasures_unclean", "People erased on request of whom the files or the index may still hold something; stays above 0 while the cleaning fails.", nil, nil), s.unclean},
		gauge{prometheus.NewDesc("trithuc_people", "People that can be found.", nil, nil), s.found},
		backupGauges{s.config.Backups, s.config.Now},
	}
}

func (g gauge) Describe(out chan<- *prometheus.Desc) { out <- g.Desc }

func (g gauge) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if figure, err := g.read(ctx); err == nil {
		out <- prometheus.MustNewConstMetric(g.Desc, prometheus.GaugeValue, figure)
	}
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
