-- What agencies ask of each other's data (registry.Disclosure), whom that lets out, and
-- what experts propose to their own records (registry.Proposal).

-- +goose Up

CREATE TABLE disclosure (
	id       INTEGER PRIMARY KEY,
	version  INTEGER NOT NULL,
	asker    INTEGER NOT NULL REFERENCES organisation,
	owner    INTEGER REFERENCES organisation,
	document TEXT NOT NULL,
	dated    TEXT NOT NULL,
	purpose  TEXT NOT NULL,
	fields   TEXT,
	search   TEXT NOT NULL,
	until    TEXT NOT NULL,
	state    TEXT NOT NULL,
	asked    INTEGER NOT NULL,
	account  TEXT NOT NULL,
	decided  INTEGER NOT NULL,
	decider  TEXT NOT NULL,
	decision TEXT NOT NULL,
	people   INTEGER NOT NULL, -- how many disclosed rows belong to it
	checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE disclosed (
	disclosure INTEGER NOT NULL REFERENCES disclosure,
	person     INTEGER NOT NULL,
	checksum   INTEGER NOT NULL,
	PRIMARY KEY (disclosure, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosed_person ON disclosed (person);

CREATE TABLE proposal (
	id       INTEGER PRIMARY KEY,
	version  INTEGER NOT NULL,
	person   INTEGER NOT NULL,
	field    TEXT NOT NULL,
	was      TEXT NOT NULL,
	value    TEXT NOT NULL,
	note     TEXT NOT NULL,
	at       INTEGER NOT NULL,
	state    TEXT NOT NULL,
	account  TEXT NOT NULL,
	decided  INTEGER NOT NULL,
	decider  TEXT NOT NULL,
	decision TEXT NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;
CREATE INDEX proposal_person ON proposal (person);
