-- Which of the lists of a person hold anything: one bit a list, in the order of
-- personLists. A read passes over the others. -1, all bits, in every row that was
-- there: nothing is known of it yet.

-- +goose Up

ALTER TABLE person ADD COLUMN lists INTEGER NOT NULL DEFAULT -1;
