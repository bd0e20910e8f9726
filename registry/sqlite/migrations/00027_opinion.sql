-- What agencies say of the draft of the development plan, and how it was answered (registry.Opinion).

-- +goose Up

CREATE TABLE opinion (
	id           INTEGER PRIMARY KEY,
	version      INTEGER NOT NULL,
	run          INTEGER NOT NULL, -- of forecast_run, which may be kept no longer; 0 for none
	organisation INTEGER NOT NULL REFERENCES organisation,
	part         TEXT NOT NULL,
	document     TEXT NOT NULL,
	day          TEXT NOT NULL,
	body         TEXT NOT NULL,
	answer       TEXT NOT NULL,
	reply        TEXT NOT NULL,
	account      TEXT NOT NULL,
	checksum     INTEGER NOT NULL
) STRICT;
