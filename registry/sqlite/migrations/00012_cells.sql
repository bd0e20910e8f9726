-- In which columns of its row the values of a source stood (registry.Cells). Empty
-- in every row that was there.

-- +goose Up

ALTER TABLE source ADD COLUMN cells TEXT NOT NULL DEFAULT '';
