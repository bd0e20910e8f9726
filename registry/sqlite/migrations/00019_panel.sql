-- Panels: the whole as JSON, beside what they are found by. people holds the ids of
-- who has a seat.

-- +goose Up

CREATE TABLE panel (
	id       INTEGER PRIMARY KEY,
	version  INTEGER NOT NULL,
	state    TEXT NOT NULL,
	name     TEXT NOT NULL,
	account  TEXT NOT NULL,
	people   TEXT,
	body     TEXT NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;
