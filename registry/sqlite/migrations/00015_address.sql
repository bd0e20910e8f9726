-- Where people live or are reached by letter.

-- +goose Up

CREATE TABLE address (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	line   TEXT NOT NULL,
	ward   TEXT NOT NULL,
	begins TEXT NOT NULL,
	ends   TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;
