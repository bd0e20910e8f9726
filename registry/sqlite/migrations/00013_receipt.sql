-- By when it was given, a receipt is found once nobody will ask for it again
-- (registry.KeyLife).

-- +goose Up

CREATE INDEX receipt_at ON receipt (at);
