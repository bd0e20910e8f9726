package main

import (
	"trithuc/registry/forecast"
)

type forecastCommand struct {
	Scenario string `help:"Tệp JSON mô tả phương án." placeholder:"FILE" type:"existingfile"`
	JSON     bool   `name:"json" help:"In kết quả dạng JSON."`
}

// Run projects the headcount. It reads beside a running server.
func (f *forecastCommand) Run(c *console) error {
	scenario, err := f.scenario()
	if err != nil {
		return err
	}
	store, err := c.beside()
	if err != nil {
		return err
	}
	defer store.Close()
	input, err := forecast.Gather(c.ctx, store, scenario)
	if err != nil {
		return err
	}
	return f.print(c, forecast.Project(input, scenario, c.now()))
}
