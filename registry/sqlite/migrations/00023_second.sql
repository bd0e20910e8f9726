-- The second step of signing in, its recovery codes, and who an account is elsewhere.

-- +goose Up

CREATE TABLE second_step (
	account  INTEGER PRIMARY KEY REFERENCES account,
	since    INTEGER NOT NULL,
	used     INTEGER NOT NULL, -- the last time step that opened
	sealer   TEXT NOT NULL,
	box      BLOB NOT NULL,    -- the key, sealed
	checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery (
	digest   BLOB PRIMARY KEY, -- of a code that opens once
	account  INTEGER NOT NULL REFERENCES account,
	checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX recovery_account ON recovery (account);

CREATE TABLE account_link (
	issuer   TEXT NOT NULL,
	subject  TEXT NOT NULL, -- who somebody is to the issuer
	account  INTEGER NOT NULL REFERENCES account,
	made     INTEGER NOT NULL,
	checksum INTEGER NOT NULL,
	PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX account_link_account ON account_link (account, issuer);
