-- What a code took over from the version before, and from which outside system
-- and of which day a value came. Empty in every row that was there.

-- +goose Up

ALTER TABLE code ADD COLUMN replaces TEXT;
ALTER TABLE source ADD COLUMN system TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN synced TEXT NOT NULL DEFAULT '';
ALTER TABLE import ADD COLUMN system TEXT NOT NULL DEFAULT '';
ALTER TABLE import ADD COLUMN synced TEXT NOT NULL DEFAULT '';
