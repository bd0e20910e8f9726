package main

import "trithuc/registry"

// book is one workbook: whose it is, how many people it gets, and its sheets.
type book struct {
	file   string
	key    string   // of the institution, as organisations.tsv has it
	people int      // of its own staff, shared out over the sheets
	women  []string // names that this many women of its staff bear
	guests int      // people of other institutions' books, for the sheets that ask for them
	sheets []sheet
}

// sheet is the layout of one sheet. A new layout is a new value of this type.
type sheet struct {
	name    string
	above   []string            // lines over the header, merged over its width; "" is an empty row
	motto   bool                // agency and state motto side by side in the first two rows
	header  int                 // row of the header, or of the upper one of two
	columns []column            // from column A
	share   int                 // of the book's people, in relation to its other sheets; 0 for none
	guests  bool                // filled with guests instead of own staff
	section func(*entry) string // heading before the first person of each part; nil for none
	repeat  int                 // the header stands again after so many people; 0 for never
	below   []string            // total, place and date, signature
	font    string              // of all cells; Times New Roman where empty
	write   func(string) string // changes every text: old encoding, decomposed letters; nil for none
	spoils  []spoil
	summary bool // no people: counts by degree
}

// column is one column: its header, the caption over it where the header has two
// rows, and what it says of a person.
type column struct {
	group  string
	header string
	width  float64
	tells  string // facts a reader learns from it, by name, separated by blanks
	cell   func(*entry) any
}

// spoil puts something into a cell that is no value: the fact is lost and a
// reader must say so.
type spoil struct {
	person int    // number on the sheet, from 1
	header string // of the column
	cell   any
}

// entry is one row of people on a sheet.
type entry struct {
	cast     *cast
	person   *registry.Person
	employer registry.OrganisationID // whose list says so
	unit     registry.OrganisationID
	visitor  bool
	number   int // within its part
	row      int // of the sheet, from 1
	lost     map[string]bool
}

// serial is a date that is written as a number with a date format.
type serial float64
