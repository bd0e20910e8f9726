-- The language of a phrase of expertise, where somebody said it.

-- +goose Up

ALTER TABLE expertise ADD COLUMN language TEXT NOT NULL DEFAULT '';
