-- People are also found by the last word of a name and the day of birth, for lists
-- that write the name another way. identity: kind 4 ORCID, 5 "1980-03-25 an", the
-- smaller of month and day first.

-- +goose Up

INSERT OR IGNORE INTO identity (kind, value, person)
	SELECT 5,
		substr(person.birth, 1, 5) || min(substr(person.birth, 6, 2), substr(person.birth, 9, 2)) || '-' || max(substr(person.birth, 6, 2), substr(person.birth, 9, 2)) || ' '
			|| substr(identity.value, length(rtrim(identity.value, replace(identity.value, ' ', ''))) + 1),
		person.id
	FROM identity JOIN person ON person.id = identity.person
	WHERE identity.kind = 3 AND length(person.birth) = 10;
