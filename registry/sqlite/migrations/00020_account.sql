-- Accounts (registry.Account), what they open with, who is signed in, and wrong tries.

-- +goose Up

CREATE TABLE account (
	id           INTEGER PRIMARY KEY,
	version      INTEGER NOT NULL,
	name         TEXT NOT NULL UNIQUE,
	display      TEXT NOT NULL,
	role         TEXT NOT NULL,
	organisation INTEGER REFERENCES organisation,
	person       INTEGER, -- who may be removed or merged meanwhile
	disabled     INTEGER NOT NULL,
	added        INTEGER NOT NULL,
	checksum     INTEGER NOT NULL
) STRICT;

CREATE TABLE credential (
	account     INTEGER PRIMARY KEY REFERENCES account,
	password    TEXT NOT NULL, -- argon2id with its salt
	since       INTEGER NOT NULL,
	must_change INTEGER NOT NULL,
	seen        INTEGER NOT NULL,
	checksum    INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
	digest   BLOB PRIMARY KEY, -- of the secret that the browser holds
	account  INTEGER NOT NULL REFERENCES account,
	opened   INTEGER NOT NULL,
	seen     INTEGER NOT NULL,
	address  TEXT NOT NULL,
	agent    TEXT NOT NULL,
	checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_account ON session (account);

CREATE TABLE attempt (
	key      BLOB PRIMARY KEY, -- digest of a name or an address
	tries    INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
	digest   BLOB PRIMARY KEY, -- of the secret that a program holds
	account  INTEGER NOT NULL REFERENCES account,
	name     TEXT NOT NULL,
	scope    TEXT NOT NULL,
	made     INTEGER NOT NULL,
	expires  INTEGER NOT NULL,
	used     INTEGER NOT NULL,
	checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX token_account ON token (account);
