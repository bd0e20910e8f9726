-- Forecasts as they were told (registry.ForecastRun), and the records they were made of, without names.

-- +goose Up

CREATE TABLE forecast_run (
	id       INTEGER PRIMARY KEY,
	key      BLOB NOT NULL UNIQUE,
	question BLOB NOT NULL,
	at       INTEGER NOT NULL,
	day      TEXT NOT NULL,
	account  TEXT NOT NULL,
	head     INTEGER NOT NULL,
	model    INTEGER NOT NULL,
	name     TEXT NOT NULL,
	scenario BLOB NOT NULL,
	records  BLOB NOT NULL,
	answer   BLOB NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE forecast_records (
	digest   BLOB PRIMARY KEY,
	used     INTEGER NOT NULL,
	packed   BLOB NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;
