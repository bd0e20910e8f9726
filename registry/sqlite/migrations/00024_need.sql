-- What organisations say they need (registry.Need).

-- +goose Up

CREATE TABLE need (
	id           INTEGER PRIMARY KEY,
	version      INTEGER NOT NULL,
	organisation INTEGER NOT NULL REFERENCES organisation,
	field        TEXT NOT NULL,
	level        TEXT NOT NULL,
	year         INTEGER NOT NULL,
	people       INTEGER NOT NULL,
	account      TEXT NOT NULL,
	checksum     INTEGER NOT NULL,
	UNIQUE (organisation, field, level, year)
) STRICT;
