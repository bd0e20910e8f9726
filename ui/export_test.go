package ui

import (
	"net/http"

	"trithuc/registry"
)

// Route is one way into the server and the permission it asks for.
type Route struct {
	Method, Path string
	Need         registry.Permission // "" where the table of pages says nothing
}

// Routes gives every route the router knows, pages and operations alike.
func Routes(config Config) ([]Route, error) {
	s, err := New(config)
	if err != nil {
		return nil, err
	}
	needs := map[string]registry.Permission{}
	for _, p := range s.table() {
		needs[p.method+" "+p.path] = p.need
		if p.method == "GET" {
			needs["HEAD "+p.path] = p.need
		}
	}
	var all []Route
	for _, r := range s.echo.Routes() {
		all = append(all, Route{r.Method, r.Path, needs[r.Method+" "+r.Path]})
	}
	return all, nil
}

// RealIP gives what the server takes for the address of a client.
func RealIP(config Config, r *http.Request) (string, error) {
	s, err := New(config)
	if err != nil {
		return "", err
	}
	return s.echo.NewContext(r, nil).RealIP(), nil
}

// Flowing is the deadline that moves with the answer.
var Flowing = flowing
