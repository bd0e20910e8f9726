// Package bleve keeps the search index in Bleve's scorch segments and answers
// plans from them. It is the only user of Bleve.
//
// Bleve does what it is best at: it writes immutable segments, each batch and
// its position in one durable step, merges them, maps them into memory, and
// keeps for each term a bitmap of the documents that bear it. Matching and
// ranking are ours, over those bitmaps. The rules of Vietnamese names and
// phrases (which marks were typed, which syllables stand together, who is
// called what in which order) are no sum of term scores, and counting facets
// over columns kept per segment costs a fraction of visiting values document by
// document.
//
// What a segment holds of a person:
//
//	name   each word of the name with its place in it, marks kept
//	topics expertise, fields, study, organisations, posts: each word with its
//	       marks, each pair of neighbours without, initials of whole phrases
//	tags   everything to filter and count by, and codes
//	order  the sort key of the name, then the id
//	stored what an answer shows of the person
//
// Words without marks are looked up in a vocabulary kept in memory: a registry
// of a million people has some thousand different syllables.
package bleve
