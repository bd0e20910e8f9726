-- Says in the file's own header that it is ours ("TRIT"), so that no other
-- program's database is ever written into.

-- +goose Up

PRAGMA application_id = 1414678868;
