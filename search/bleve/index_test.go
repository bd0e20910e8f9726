package bleve_test

import (
	"testing"

	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/search/searchtest"
)

func TestIndex(t *testing.T) {
	searchtest.Run(t, func(dir string) (search.Index, error) { return bleve.Open(dir) })
}
