-- What the source of a post called the employer, where that has another name since.

-- +goose Up

ALTER TABLE position ADD COLUMN written TEXT NOT NULL DEFAULT '';
