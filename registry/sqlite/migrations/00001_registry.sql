-- The first schema: the trail, sources, organisations, code lists, people,
-- imports, shortlists. Dates are text ("1980", "1980-03", "1980-03-05" or ''),
-- moments are microseconds since 1970 in UTC, a missing reference is NULL.
-- Every row outside the trail bears a checksum of its own values; a person has
-- one checksum over the row and all rows of its lists.

-- +goose Up

-- counter: the last id given of each kind (never given again), how many people
-- there are, and the last entry that changed organisations or code lists.
CREATE TABLE counter (
	name     TEXT PRIMARY KEY,
	value    INTEGER NOT NULL,
	checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- entry: the trail. payload: what its entries replaced; erasure empties both
-- columns and leaves the row.
CREATE TABLE entry (
	seq     INTEGER PRIMARY KEY,
	at      INTEGER NOT NULL,
	actor   TEXT NOT NULL,
	kind    TEXT NOT NULL,
	subject INTEGER NOT NULL,
	action  TEXT NOT NULL,
	version INTEGER NOT NULL,
	reason  TEXT NOT NULL,
	source  INTEGER,
	payload BLOB,
	hash    BLOB NOT NULL
) STRICT;
CREATE INDEX entry_subject ON entry (kind, subject);

CREATE TABLE payload (
	seq  INTEGER PRIMARY KEY,
	salt BLOB,
	body BLOB
) STRICT;

-- receipt: what an idempotency key was answered.
CREATE TABLE receipt (
	actor    TEXT NOT NULL,
	key      TEXT NOT NULL,
	digest   BLOB NOT NULL,
	at       INTEGER NOT NULL,
	answer   TEXT,
	checksum INTEGER NOT NULL,
	PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;

-- source: ids are 1, 2, 3… without gaps, and rows are never taken out.
CREATE TABLE source (
	id       INTEGER PRIMARY KEY,
	import   INTEGER,
	sheet    TEXT NOT NULL,
	row      INTEGER NOT NULL,
	account  TEXT NOT NULL,
	at       INTEGER NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE organisation (
	id            INTEGER PRIMARY KEY,
	version       INTEGER NOT NULL,
	key           TEXT NOT NULL,
	kind          TEXT NOT NULL,
	name          TEXT NOT NULL,
	name_en       TEXT NOT NULL,
	abbreviations TEXT,
	aliases       TEXT,
	parent        INTEGER REFERENCES organisation,
	valid_from    TEXT NOT NULL,
	valid_to      TEXT NOT NULL,
	confirmed     INTEGER NOT NULL,
	note          TEXT NOT NULL,
	source        INTEGER,
	checksum      INTEGER NOT NULL
) STRICT;
CREATE INDEX organisation_parent ON organisation (parent) WHERE parent IS NOT NULL;

CREATE TABLE lineage (
	former    INTEGER NOT NULL REFERENCES organisation,
	successor INTEGER NOT NULL REFERENCES organisation,
	kind      TEXT NOT NULL,
	since     TEXT NOT NULL,
	note      TEXT NOT NULL,
	checksum  INTEGER NOT NULL,
	PRIMARY KEY (former, successor, kind, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX lineage_successor ON lineage (successor);

CREATE TABLE code (
	scheme       TEXT NOT NULL,
	version      TEXT NOT NULL,
	code         TEXT NOT NULL,
	parent       TEXT NOT NULL,
	name         TEXT NOT NULL,
	name_en      TEXT NOT NULL,
	abbreviation TEXT NOT NULL,
	variants     TEXT,
	value        REAL NOT NULL,
	valid_from   TEXT NOT NULL,
	valid_to     TEXT NOT NULL,
	confirmed    INTEGER NOT NULL,
	note         TEXT NOT NULL,
	source       TEXT NOT NULL,
	checksum     INTEGER NOT NULL,
	PRIMARY KEY (scheme, version, code)
) STRICT, WITHOUT ROWID;

-- person: degrees, field and employer repeat what the lists say, so that a walk
-- over careers reads this table alone.
CREATE TABLE person (
	id               INTEGER PRIMARY KEY,
	version          INTEGER NOT NULL,
	name             TEXT NOT NULL,
	family           TEXT NOT NULL,
	middle           TEXT NOT NULL,
	given            TEXT NOT NULL,
	sex              TEXT NOT NULL,
	birth            TEXT NOT NULL,
	title            TEXT NOT NULL,
	title_year       INTEGER NOT NULL,
	title_discipline TEXT NOT NULL,
	rank             TEXT NOT NULL,
	rank_name        TEXT NOT NULL,
	email            TEXT NOT NULL,
	phone            TEXT NOT NULL,
	source           INTEGER,
	sources          TEXT,
	degrees          TEXT NOT NULL,
	field            TEXT NOT NULL,
	employer         INTEGER,
	checksum         INTEGER NOT NULL
) STRICT;

CREATE TABLE person_code (
	person       INTEGER NOT NULL REFERENCES person,
	n            INTEGER NOT NULL,
	organisation INTEGER REFERENCES organisation,
	code         TEXT NOT NULL,
	source       INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_code_organisation ON person_code (organisation);

CREATE TABLE qualification (
	person      INTEGER NOT NULL REFERENCES person,
	n           INTEGER NOT NULL,
	degree      TEXT NOT NULL,
	field       TEXT NOT NULL,
	institution TEXT NOT NULL,
	country     TEXT NOT NULL,
	year        INTEGER NOT NULL,
	source      INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE honour (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	code   TEXT NOT NULL,
	year   INTEGER NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE position (
	person       INTEGER NOT NULL REFERENCES person,
	n            INTEGER NOT NULL,
	organisation INTEGER REFERENCES organisation,
	unit         INTEGER REFERENCES organisation,
	post         TEXT NOT NULL,
	contract     TEXT NOT NULL,
	begins       TEXT NOT NULL,
	ends         TEXT NOT NULL,
	main         INTEGER NOT NULL,
	source       INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX position_organisation ON position (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX position_unit ON position (unit) WHERE unit IS NOT NULL;

CREATE TABLE person_field (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	code   TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE expertise (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	phrase TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

-- identity: by what a person can be found. kind 1 staff code ("organisation/CODE"),
-- 2 e-mail, 3 folded name.
CREATE TABLE identity (
	kind   INTEGER NOT NULL,
	value  TEXT NOT NULL,
	person INTEGER NOT NULL,
	PRIMARY KEY (kind, value, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
	id           INTEGER PRIMARY KEY,
	version      INTEGER NOT NULL,
	file         TEXT NOT NULL,
	sha256       TEXT NOT NULL,
	size         INTEGER NOT NULL,
	organisation INTEGER REFERENCES organisation,
	state        TEXT NOT NULL,
	account      TEXT NOT NULL,
	at           INTEGER NOT NULL,
	sheets       TEXT,
	counts       TEXT,
	issues       INTEGER NOT NULL,
	plan         TEXT NOT NULL,
	failure      TEXT NOT NULL,
	first_seq    INTEGER NOT NULL,
	last_seq     INTEGER NOT NULL,
	checksum     INTEGER NOT NULL
) STRICT;
CREATE INDEX import_organisation ON import (organisation) WHERE organisation IS NOT NULL;

CREATE TABLE review (
	id         INTEGER PRIMARY KEY,
	import     INTEGER REFERENCES import,
	sheet      TEXT NOT NULL,
	row        INTEGER NOT NULL,
	proposed   TEXT,
	candidates TEXT,
	evidence   TEXT,
	answer     TEXT NOT NULL,
	person     INTEGER,
	checksum   INTEGER NOT NULL
) STRICT;
CREATE INDEX review_open ON review (import, id) WHERE answer = '';

CREATE TABLE shortlist (
	id       INTEGER PRIMARY KEY,
	version  INTEGER NOT NULL,
	name     TEXT NOT NULL,
	account  TEXT NOT NULL,
	people   TEXT,
	checksum INTEGER NOT NULL
) STRICT;
