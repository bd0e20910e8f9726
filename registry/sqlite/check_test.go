package sqlite_test

import (
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/sqlite"
)

func person(id registry.PersonID) string { return "person " + id.Public() }

func TestCheckNamesTheFirstBadRecord(t *testing.T) {
	for _, c := range []struct{ name, statement, promise, subject string }{
		{"a column of a person", "UPDATE person SET birth = '1966' WHERE id = 7", "people", person(7)},
		{"an item of a list", "UPDATE position SET post = 'Hiệu trưởng' WHERE person = 8 AND n = 0", "people", person(8)},
		{"a column of a list that came later", "UPDATE publication SET author = author + 1 WHERE person = 8 AND n = 0", "people", person(8)},
		{"an item taken out", "DELETE FROM expertise WHERE person = 9 AND n = 1", "people", person(9)},
		{"an item of nobody", "INSERT INTO expertise VALUES (500, 0, 'nuôi tôm', 1, '')", "people", "expertise"},
		{"a person taken out", "DELETE FROM person WHERE id = 10", "people", "counter people"},
		{"a repeated column", "UPDATE person SET degrees = 'TSKH' WHERE id = 11", "people", person(11)},
		{"an identity", "DELETE FROM identity WHERE person = 12 AND kind = 2", "identities", "identity"},
		{"an identity of another", "UPDATE identity SET person = 13 WHERE person = 12 AND kind = 2", "identities", "identity"},
		{"an entry", "UPDATE entry SET actor = 'khác' WHERE seq = 20", "trail", "entry 20"},
		{"an entry taken out", "DELETE FROM entry WHERE seq = 20", "trail", "entry 21"},
		{"a payload", "UPDATE payload SET body = zeroblob(9) WHERE seq = 31", "payloads", "payload 31"},
		{"a payload taken out", "DELETE FROM payload WHERE seq = 31", "payloads", "payload 31"},
		{"a payload of nothing", "INSERT INTO payload VALUES (1, x'00', x'00')", "payloads", "payload 1"},
		{"a code", "UPDATE code SET value = 99 WHERE code = 'TS'", "rows", "code degree/mẫu/TS"},
		{"an organisation", "UPDATE organisation SET parent = NULL WHERE id = 2", "rows", "organisation 2"},
		{"a lineage", "UPDATE lineage SET note = ''", "rows", "lineage 3/1/merged/"},
		{"an import", "UPDATE import SET state = 'undone'", "rows", "import 1"},
		{"a review", "UPDATE review SET answer = 'new'", "rows", "review 1"},
		{"a name in a document", "UPDATE review SET proposed = replace(proposed, '\"sex\"', '\"Sex\"')", "rows", ""},
		{"a shortlist", "UPDATE shortlist SET people = '[1]'", "rows", "shortlist 1"},
		{"a receipt", "UPDATE receipt SET digest = x'00'", "rows", "receipt người thử/k"},
		{"a source", "UPDATE source SET account = 'khác' WHERE id = 1", "rows", "source 1"},
		{"a source taken out", "DELETE FROM source WHERE id = 2", "sources", "source"},
		{"a counter", "UPDATE counter SET value = 1 WHERE name = 'person'", "rows", "counter person"},
		{"an index", "DROP INDEX position_unit", "schema", "index position_unit"},
		{"the kind of a table in the schema", "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET type = CAST(type AS BLOB) WHERE name = 'request'", "schema", "sqlite_schema request"},
		{"a migration", "UPDATE goose_db_version SET is_applied = 0", "schema", "goose_db_version 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := furnished(t, 20)
			spoil(t, dir, c.statement)
			db := opened(t, dir, sqlite.Options{Mode: sqlite.Inspect})
			defer db.Close()
			found := violations(t, db)
			if len(found) == 0 || len(found) > 2 || found[0].Promise != c.promise || found[0].Subject != c.subject {
				t.Errorf("got %+v, want first %s of %s", found, c.promise, c.subject)
			}
		})
	}
}

// spoil runs a statement past the store, foreign keys off.
func spoil(t testing.TB, dir, statement string) {
	t.Helper()
	if strings.HasPrefix(statement, "DROP") {
		db := raw(t, dir)
		_, err := db.Exec(statement)
		must(t, err)
		must(t, db.Close())
		return
	}
	tamper(t, dir, statement)
}

// TestPayloadEmptiedByNobody empties a former value as erasure does, without one.
func TestPayloadEmptiedByNobody(t *testing.T) {
	dir := furnished(t, 20)
	tamper(t, dir, "UPDATE payload SET salt = NULL, body = NULL WHERE seq = 31")
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	if found := violations(t, db); len(found) != 1 || found[0].Subject != "payload 31" {
		t.Errorf("got %+v, want payload 31 named", found)
	}
	if d, err := db.Payload(t.Context(), 31); d != nil || err != nil {
		t.Errorf("got %v, %v, want nothing", d, err)
	}
}

func TestReadingADamagedPersonSaysSo(t *testing.T) {
	dir := furnished(t, 20)
	tamper(t, dir, "UPDATE qualification SET degree = 'TSKH' WHERE person = 7")
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	if _, err := db.Person(t.Context(), 7); err == nil || !strings.Contains(err.Error(), registry.PersonID(7).Public()) {
		t.Errorf("got %v, want damage of person 7", err)
	}
	if _, err := db.Person(t.Context(), 8); err != nil {
		t.Errorf("a sound person cannot be read: %v", err)
	}
}
