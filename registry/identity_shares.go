package registry

import (
	_ "embed"
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// namesTSV holds how common the words of given and middle names are. Each share is
// the mean of two: the counts of a university forum (2016; young, mostly men;
// names seen fewer than five times removed) and the fashions of two cohorts of
// women and men by public lists of names. Words below 0.0005 are left out.
//
//go:embed identity_names.tsv
var namesTSV string

// rarest bounds what an agreeing name can weigh: the least share a value is given.
const rarest = 0.0005

// shares maps the Key and the Fold of a word to its share.
type shares map[string]float64

var givenShares, middleShares = readShares("given"), readShares("middle")

func readShares(part string) shares {
	s := shares{}
	for line := range strings.Lines(namesTSV) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if cells[0] != part {
			continue
		}
		share, err := strconv.ParseFloat(cells[2], 64)
		if err != nil {
			panic("registry: identity_names.tsv: " + err.Error()) // embedded, and read by every test
		}
		key, fold := vietnamese.Key(cells[1]), vietnamese.Fold(cells[1])
		s[key] += share
		if fold != key {
			s[fold] += share
		}
	}
	return s
}

func givenShare(word string) float64  { return max(givenShares[word], rarest) }
func middleShare(word string) float64 { return max(middleShares[word], rarest) }
func familyShare(word string) float64 { return max(vietnamese.SurnameShare(word), rarest) }
