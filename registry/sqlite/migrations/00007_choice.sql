-- What people decided about how a workbook is to be read; whether its list is full,
-- and who was absent from it then.

-- +goose Up

ALTER TABLE import ADD COLUMN choices TEXT;
ALTER TABLE import ADD COLUMN full_list INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN absent TEXT;
CREATE INDEX import_choices ON import (id) WHERE choices IS NOT NULL;
