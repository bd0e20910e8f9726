-- Keys by which somebody is met again who bears no number (registry.Keys).

-- +goose Up

-- person_key: each key as the first eight bytes of its SHA-256: enough to ask who
-- may be meant, half the room, and no name or telephone number to read.
-- unkeyed: who was there before the table; the next start gives them their keys.
CREATE TABLE person_key (
	key    INTEGER NOT NULL,
	person INTEGER NOT NULL,
	PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE unkeyed (person INTEGER PRIMARY KEY) STRICT;
INSERT INTO unkeyed SELECT id FROM person;
