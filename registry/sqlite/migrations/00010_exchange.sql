-- Which author of a publication the person is, and from which file of citations a
-- value came. Empty in every row that was there.

-- +goose Up

ALTER TABLE publication ADD COLUMN author INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN file TEXT NOT NULL DEFAULT '';
