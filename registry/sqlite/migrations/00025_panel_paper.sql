-- The signed decision of a panel as it came (registry.DecisionCopy): taken out where somebody it names is erased.

-- +goose Up

CREATE TABLE panel_paper (
	id       INTEGER PRIMARY KEY REFERENCES panel, -- of the panel
	content  BLOB NOT NULL,
	checksum INTEGER NOT NULL
) STRICT;
