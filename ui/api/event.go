package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/importer"
	"trithuc/registry"
)

// Progress says how far a job is. Total is 0 while it is unknown.
type Progress struct {
	Stage string `json:"stage" doc:"reading, matching, writing; trống khi còn chờ."`
	Done  int    `json:"done"`
	Total int    `json:"total"`

	Rate float64 `json:"rate,omitempty" doc:"Số dòng mỗi giây của bước này."`
	Left float64 `json:"left,omitempty" doc:"Còn khoảng bao nhiêu giây."`
}

func progressOf(p importer.Progress) Progress {
	return Progress{string(p.Stage), p.Done, p.Total, p.Rate, p.Left}
}

// tellEvery is how often a stream says how far a job is.
const tellEvery = 300 * time.Millisecond

// events serves GET /imports/{id}/events: "progress" while a job runs, then
// "done" with the import and the end of the stream.
func (s *server) events(ctx context.Context, in *importIn) (*huma.StreamResponse, error) {
	id := registry.ImportID(in.ID)
	if _, err := s.Store.Import(ctx, id); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/event-stream")
		hc.SetHeader("X-Accel-Buffering", "no")
		w, ok := hc.BodyWriter().(http.ResponseWriter)
		if !ok {
			return
		}
		control := http.NewResponseController(w)
		// a job may take longer than an answer is allowed to; where the deadline
		// cannot be lifted the client asks again
		_ = control.SetWriteDeadline(time.Time{})
		s.tell(ctx, id, w, control)
	}}, nil
}

// tell writes events until the job ends, the client is gone or the server stops.
func (s *server) tell(ctx context.Context, id registry.ImportID, w http.ResponseWriter, control *http.ResponseController) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		i, err := s.Store.Import(ctx, id)
		if err != nil {
			return
		}
		over := !i.State.Running()
		if over {
			s.searchable(ctx, i.Last)
			err = event(w, "done", importOf(i))
		} else {
			err = event(w, "progress", progressOf(s.Importer.Progress(id)))
		}
		if err != nil || control.Flush() != nil || over {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-s.Closing:
			return
		case <-tick.C:
		}
	}
}

func event(w http.ResponseWriter, name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("api.event: %w", err)
	}
	_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, data)
	return err
}
