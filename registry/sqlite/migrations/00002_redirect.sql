-- Merged people: their ids lead to whom they were merged into.

-- +goose Up

-- redirect: seq is the entry of the trail that the merge wrote about the one who
-- stayed; the removal of the other is the entry after it.
CREATE TABLE redirect (
	gone     INTEGER PRIMARY KEY,
	kept     INTEGER NOT NULL,
	seq      INTEGER NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;
CREATE INDEX redirect_kept ON redirect (kept);
