package ui

import (
	"testing"

	"trithuc/importer"
)

// TestMaxUpload: a door takes no more than the importer behind it.
func TestMaxUpload(t *testing.T) {
	queue := importer.NewQueue(&importer.Importer{MaxUpload: 5 << 20})
	for name, c := range map[string]struct {
		config Config
		want   int64
	}{
		"nothing said":       {Config{}, importer.DefaultMaxUpload},
		"by the importer":    {Config{Importer: queue}, 5 << 20},
		"less than that":     {Config{Importer: queue, MaxUpload: 1 << 20}, 1 << 20},
		"more than it takes": {Config{Importer: queue, MaxUpload: 9 << 20}, 5 << 20},
	} {
		if got := c.config.maxUpload(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
