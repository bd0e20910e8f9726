-- The associations somebody belongs to decide who counts as well.

-- +goose Up

CREATE TABLE standing_next (
	degrees     TEXT NOT NULL,
	title       TEXT NOT NULL,
	honours     TEXT NOT NULL,
	rank        TEXT NOT NULL,
	memberships TEXT NOT NULL,
	people      INTEGER NOT NULL,
	PRIMARY KEY (degrees, title, honours, rank, memberships)
) STRICT, WITHOUT ROWID;
INSERT INTO standing_next SELECT degrees, title, honours, rank, coalesce(seats, ''), count(*)
	FROM person LEFT JOIN (SELECT person AS member, group_concat(organisation, ' ' ORDER BY n) AS seats FROM membership
		WHERE organisation IS NOT NULL AND ends = '' GROUP BY person) ON member = person.id
	GROUP BY 1, 2, 3, 4, 5;
DROP TABLE standing;
ALTER TABLE standing_next RENAME TO standing;
