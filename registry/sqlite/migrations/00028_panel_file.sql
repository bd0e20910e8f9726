-- Files kept with a panel beside its first decision (registry.Attachment), and the templates of documents that were
-- set in place of the shipped ones (registry.PaperTemplate).

-- +goose Up

CREATE TABLE panel_file (
	panel    INTEGER NOT NULL REFERENCES panel,
	number   INTEGER NOT NULL,
	content  BLOB NOT NULL,
	checksum INTEGER NOT NULL,
	PRIMARY KEY (panel, number)
) STRICT;

CREATE TABLE paper_template (
	paper    TEXT PRIMARY KEY,
	version  INTEGER NOT NULL,
	file     TEXT NOT NULL,
	account  TEXT NOT NULL,
	content  BLOB,
	checksum INTEGER NOT NULL
) STRICT;
