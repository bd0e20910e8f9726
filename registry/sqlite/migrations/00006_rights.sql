-- The rights of the people the registry is about: sealed values, requests, erasure.

-- +goose Up

-- secret: restricted values, sealed (AES-256-GCM). sealer names the key; digest is
-- an HMAC by which a value is found.
CREATE TABLE secret (
	person   INTEGER NOT NULL,
	field    TEXT NOT NULL,
	sealer   TEXT NOT NULL,
	box      BLOB NOT NULL,
	digest   BLOB NOT NULL,
	checksum INTEGER NOT NULL,
	PRIMARY KEY (person, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_digest ON secret (field, digest);

-- request: what people ask about their own data.
CREATE TABLE request (
	id           INTEGER PRIMARY KEY,
	version      INTEGER NOT NULL,
	kind         TEXT NOT NULL,
	person       INTEGER,
	name         TEXT NOT NULL,
	contact      TEXT NOT NULL,
	detail       TEXT NOT NULL,
	received     INTEGER NOT NULL,
	state        TEXT NOT NULL,
	acknowledged INTEGER NOT NULL,
	extended     TEXT NOT NULL,
	decided      INTEGER NOT NULL,
	decision     TEXT NOT NULL,
	account      TEXT NOT NULL,
	checksum     INTEGER NOT NULL
) STRICT;
CREATE INDEX request_person ON request (person) WHERE person IS NOT NULL;

-- erasure: the tombstones. first and origin are the number and the hash of the
-- entry that added the person.
CREATE TABLE erasure (
	person   INTEGER PRIMARY KEY,
	at       INTEGER NOT NULL,
	seq      INTEGER NOT NULL,
	first    INTEGER NOT NULL,
	origin   BLOB NOT NULL,
	request  INTEGER,
	clean    INTEGER NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;
