package ui

import (
	"log/slog"
	"net/http"
	"time"
)

// The deadlines of one connection. A list of everybody takes longer to send than
// stalled is; stalled bounds each piece of it.
const (
	headersWithin = 10 * time.Second
	sentWithin    = 5 * time.Minute // importer.DefaultMaxUpload over a line of 3 Mbit/s
	stalled       = 2 * time.Minute // nothing of an answer was taken
	idleFor       = 90 * time.Second
)

// http gives the server with its deadlines.
func (s *Server) http() *http.Server {
	server := &http.Server{
		Handler:           flowing(s.echo, stalled),
		ReadHeaderTimeout: headersWithin,
		ReadTimeout:       sentWithin,
		WriteTimeout:      stalled,
		IdleTimeout:       idleFor,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.config.Log.Handler(), slog.LevelDebug),
	}
	server.RegisterOnShutdown(func() { close(s.closing) })
	return server
}

// flowing lets an answer take as long as it needs while the reader takes it: each
// piece has a deadline of its own instead of the one of the whole answer.
func flowing(next http.Handler, within time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&flow{ResponseWriter: w, within: within}, r)
	})
}

// pieceSize is what has to be taken within one deadline, in bytes.
const pieceSize = 64 << 10

// flow is an answer whose deadline moves with what is written.
type flow struct {
	http.ResponseWriter
	within  time.Duration
	renewed time.Time
	own     bool // the handler set a deadline itself
}

// Write sends p in pieces.
func (f *flow) Write(p []byte) (sent int, err error) {
	for {
		piece := p[sent:min(sent+pieceSize, len(p))]
		if err := f.renew(); err != nil {
			return sent, err
		}
		n, err := f.ResponseWriter.Write(piece)
		if sent += n; err != nil || sent == len(p) {
			return sent, err
		}
	}
}

// renew moves the deadline, not for every line of a list.
func (f *flow) renew() error {
	now := time.Now() // a deadline of the network is in real time, whatever the registry's clock
	if f.own || now.Sub(f.renewed) < f.within/20 {
		return nil
	}
	f.renewed = now
	return http.NewResponseController(f.ResponseWriter).SetWriteDeadline(now.Add(f.within))
}

// SetWriteDeadline is the handler's own deadline, in place of the moving one.
func (f *flow) SetWriteDeadline(at time.Time) error {
	f.own = true
	return http.NewResponseController(f.ResponseWriter).SetWriteDeadline(at)
}

// Unwrap gives what is below to http.ResponseController.
func (f *flow) Unwrap() http.ResponseWriter { return f.ResponseWriter }
