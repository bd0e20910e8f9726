-- The way of a list through approval, with its signed copy (registry.Lot), and what an
-- organisation asks of its lists from which day on (registry.Approval).

-- +goose Up

ALTER TABLE import ADD COLUMN lot TEXT;
ALTER TABLE organisation ADD COLUMN approvals TEXT;
