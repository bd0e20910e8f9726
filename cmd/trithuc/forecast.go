package main

import (
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

type forecastCommand struct {
	Scenario string `help:"Tệp JSON mô tả phương án." placeholder:"FILE"`
	JSON     bool   `name:"json" help:"In kết quả dạng JSON."`
}

// Run projects the headcount. It reads beside a running server.
func (f *forecastCommand) Run(c *console) (err error) {
	scenario, err := f.scenario(c)
	if err != nil {
		return err
	}
	in, err := f.gather(c, scenario)
	if err != nil {
		return err
	}
	p, err := forecast.Project(c.ctx, in, scenario, c.now())
	if err != nil {
		return err
	}
	if f.JSON {
		return json.NewEncoder(c.out).Encode(p)
	}
	return f.print(c, p)
}

// gather reads the careers; a registry that does not exist yet has none, and the code
// lists of its first start.
func (f *forecastCommand) gather(c *console, scenario forecast.Scenario) (in forecast.Input, err error) {
	there := false
	read := func(store forecast.Reader) error {
		there = true
		in, err = forecast.Gather(c.ctx, store, scenario, registry.DateOf(c.now()))
		return err
	}
	err = c.beside(func(n *neighbour) error { return read(n) })
	if err == nil && !there {
		err = c.elsewhere("forecast", func(h *house) error { return read(h.store) })
	}
	return in, err
}

func (f *forecastCommand) scenario(c *console) (forecast.Scenario, error) {
	if f.Scenario == "" {
		return forecast.Scenario{}, nil
	}
	file, err := os.Open(f.Scenario)
	if err != nil {
		return forecast.Scenario{}, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không mở được tệp phương án %s. Hãy kiểm tra đường dẫn.", f.Scenario)}
	}
	defer file.Close()
	return forecast.ReadScenario(file, c.now())
}

// print shows the whole and what the figures rest on.
func (f *forecastCommand) print(c *console, p forecast.Projection) error {
	w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', tabwriter.AlignRight)
	for _, s := range p.Series {
		if s.Field != forecast.All || s.Level != forecast.All {
			continue
		}
		fmt.Fprintln(w, "Năm\tSố người\tKhoảng khả năng 80%\tNghỉ hưu trong năm\tNhu cầu\tThiếu (+), thừa (-)\t")
		for _, y := range s.Years {
			fmt.Fprintf(w, "%d\t%d\t%d – %d\t%d\t%s\t%s\t\n", y.Year, y.Headcount, y.P10, y.P90, y.Retired, known(y.Demand), known(y.Gap))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, a := range p.Assumptions {
		fmt.Fprintf(c.out, "• %s: %s (%s)\n", a.Name, a.Value, a.Source)
	}
	for _, h := range p.History {
		fmt.Fprintf(c.out, "• Thử trên số liệu đã công bố của %s: %.0f%% của %d con số thực tế trong khoảng khả năng 80%%, mức giữa lệch %.1f%%\n", h.Name, 100*h.Coverage80, h.Compared, h.Bias)
		for _, e := range h.Errors {
			fmt.Fprintf(c.out, "    %s: sai lệch trung bình %.1f%%\n", e.Model, e.Error)
		}
	}
	return nil
}

// known writes a figure that may not be known.
func known(n *int) string {
	if n == nil {
		return "–"
	}
	return fmt.Sprint(*n)
}
