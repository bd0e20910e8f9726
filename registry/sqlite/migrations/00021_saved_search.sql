-- Saved searches: what was asked, and whom it found when it was last looked at.

-- +goose Up

CREATE TABLE saved_search (
	id       INTEGER PRIMARY KEY,
	version  INTEGER NOT NULL,
	name     TEXT NOT NULL,
	account  TEXT NOT NULL,
	asked    TEXT NOT NULL,
	filters  TEXT,
	seen     TEXT,
	seen_at  INTEGER NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;
