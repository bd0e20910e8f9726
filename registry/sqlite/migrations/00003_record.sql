-- The full record of a person. What this schema adds to rows that were there is
-- empty in them and enters a checksum only where it holds something, so that the
-- checksums of the first schema still hold and nothing has to be written again.

-- +goose Up

ALTER TABLE person ADD COLUMN nationality TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN public INTEGER NOT NULL DEFAULT 0;
ALTER TABLE qualification ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE position ADD COLUMN sector TEXT NOT NULL DEFAULT '';
ALTER TABLE position ADD COLUMN ownership TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN sector TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN ownership TEXT NOT NULL DEFAULT '';

-- honours repeats the list of that name, as degrees does.
ALTER TABLE person ADD COLUMN honours TEXT NOT NULL DEFAULT '';
UPDATE person SET honours = (SELECT group_concat(code, ' ') FROM (SELECT code FROM honour WHERE person = person.id ORDER BY n))
	WHERE id IN (SELECT person FROM honour);

-- standing: how many people hold the same học vị, học hàm, danh hiệu and ngạch,
-- which is what decides who counts. Check counts it again.
CREATE TABLE standing (
	degrees TEXT NOT NULL,
	title   TEXT NOT NULL,
	honours TEXT NOT NULL,
	rank    TEXT NOT NULL,
	people  INTEGER NOT NULL,
	PRIMARY KEY (degrees, title, honours, rank)
) STRICT, WITHOUT ROWID;
INSERT INTO standing SELECT degrees, title, honours, rank, count(*) FROM person GROUP BY 1, 2, 3, 4;

CREATE TABLE other_name (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	name   TEXT NOT NULL,
	kind   TEXT NOT NULL,
	begins TEXT NOT NULL,
	ends   TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE identifier (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	kind   TEXT NOT NULL,
	value  TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE language (
	person      INTEGER NOT NULL REFERENCES person,
	n           INTEGER NOT NULL,
	code        TEXT NOT NULL,
	level       TEXT NOT NULL,
	certificate TEXT NOT NULL,
	held        TEXT NOT NULL,
	source      INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE publication (
	person    INTEGER NOT NULL REFERENCES person,
	n         INTEGER NOT NULL,
	kind      TEXT NOT NULL,
	title     TEXT NOT NULL,
	authors   TEXT,
	venue     TEXT NOT NULL,
	publisher TEXT NOT NULL,
	year      INTEGER NOT NULL,
	volume    TEXT NOT NULL,
	issue     TEXT NOT NULL,
	pages     TEXT NOT NULL,
	doi       TEXT NOT NULL,
	isbn      TEXT NOT NULL,
	source    INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE patent (
	person  INTEGER NOT NULL REFERENCES person,
	n       INTEGER NOT NULL,
	kind    TEXT NOT NULL,
	title   TEXT NOT NULL,
	number  TEXT NOT NULL,
	holder  TEXT NOT NULL,
	country TEXT NOT NULL,
	filed   TEXT NOT NULL,
	granted TEXT NOT NULL,
	source  INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE work (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	kind   TEXT NOT NULL,
	title  TEXT NOT NULL,
	role   TEXT NOT NULL,
	place  TEXT NOT NULL,
	made   TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE exhibition (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	title  TEXT NOT NULL,
	place  TEXT NOT NULL,
	role   TEXT NOT NULL,
	begins TEXT NOT NULL,
	ends   TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	code   TEXT NOT NULL,
	name   TEXT NOT NULL,
	level  TEXT NOT NULL,
	role   TEXT NOT NULL,
	begins TEXT NOT NULL,
	ends   TEXT NOT NULL,
	result TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE supervision (
	person  INTEGER NOT NULL REFERENCES person,
	n       INTEGER NOT NULL,
	degree  TEXT NOT NULL,
	done    INTEGER NOT NULL,
	ongoing INTEGER NOT NULL,
	counted TEXT NOT NULL,
	source  INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE award (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	name   TEXT NOT NULL,
	giver  TEXT NOT NULL,
	level  TEXT NOT NULL,
	given  TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE training (
	person      INTEGER NOT NULL REFERENCES person,
	n           INTEGER NOT NULL,
	name        TEXT NOT NULL,
	institution TEXT NOT NULL,
	country     TEXT NOT NULL,
	certificate TEXT NOT NULL,
	begins      TEXT NOT NULL,
	ends        TEXT NOT NULL,
	source      INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
	person       INTEGER NOT NULL REFERENCES person,
	n            INTEGER NOT NULL,
	organisation INTEGER REFERENCES organisation,
	name         TEXT NOT NULL,
	role         TEXT NOT NULL,
	begins       TEXT NOT NULL,
	ends         TEXT NOT NULL,
	source       INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE stay (
	person  INTEGER NOT NULL REFERENCES person,
	n       INTEGER NOT NULL,
	country TEXT NOT NULL,
	place   TEXT NOT NULL,
	work    TEXT NOT NULL,
	begins  TEXT NOT NULL,
	ends    TEXT NOT NULL,
	source  INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE advice (
	person INTEGER NOT NULL REFERENCES person,
	n      INTEGER NOT NULL,
	topic  TEXT NOT NULL,
	bounds TEXT NOT NULL,
	begins TEXT NOT NULL,
	ends   TEXT NOT NULL,
	source INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE legal_basis (
	person   INTEGER NOT NULL REFERENCES person,
	n        INTEGER NOT NULL,
	purpose  TEXT NOT NULL,
	basis    TEXT NOT NULL,
	document TEXT NOT NULL,
	begins   TEXT NOT NULL,
	ends     TEXT NOT NULL,
	source   INTEGER,
	PRIMARY KEY (person, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_organisation ON membership (organisation) WHERE organisation IS NOT NULL;
