package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"

	"trithuc/registry"
)

// Migrations go forward only; a published file is never changed.
//
//go:embed migrations/*.sql
var migrations embed.FS

func newProvider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
}

// applicationID is "TRIT", in the header of every file of ours since schema 11.
const applicationID = 0x54524954

// requireOurs refuses the database of another program. Ours bears our number or,
// before it was given, has our tables; an empty one becomes ours.
func requireOurs(ctx context.Context, s *session) error {
	var id, foreign int64
	if _, err := s.row(ctx, "PRAGMA application_id", nil, &id); err != nil || id == applicationID {
		return err
	}
	_, err := s.row(ctx, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'goose_db_version'", nil, &foreign)
	if err != nil {
		return err
	}
	older := id == 0
	for _, table := range []string{"goose_db_version", "person", "entry", "payload"} {
		there, err := hasTable(ctx, s, table)
		if err != nil {
			return err
		}
		older = older && there
	}
	if older || id == 0 && foreign == 0 {
		return nil
	}
	return registry.Errorf(registry.Damaged,
		"Tệp registry.db là cơ sở dữ liệu của một chương trình khác, không phải của trithuc; chưa có gì trong đó bị thay đổi. Hãy chọn thư mục dữ liệu khác, hoặc khôi phục từ bản sao lưu.")
}

func hasTable(ctx context.Context, s *session, name string) (bool, error) {
	return s.row(ctx, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", []any{name}, new(int64))
}

// migrate brings the schema up to this program's, one transaction a step.
func migrate(ctx context.Context, db *sql.DB) error {
	if steps, err := olderBy(ctx, db); err != nil || steps == 0 {
		return err
	}
	p, err := newProvider(db)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// schemaVersion gives the last migration applied, 0 for an empty file.
func schemaVersion(ctx context.Context, db *sql.DB) (int64, error) {
	var n int64
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'goose_db_version'").Scan(&n)
	if err != nil || n == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&n)
	return n, err
}

// latest gives the version of the last migration in this program.
func latest() (int64, error) {
	files, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return 0, err
	}
	return goose.NumericComponent(files[len(files)-1].Name())
}

// olderBy gives how many migrations the schema lacks; a schema that has more
// than this program knows is NewerVersion.
func olderBy(ctx context.Context, db *sql.DB) (int64, error) {
	stored, err := schemaVersion(ctx, db)
	if err != nil {
		return 0, err
	}
	ours, err := latest()
	if err != nil {
		return 0, err
	}
	if stored > ours {
		return 0, registry.Errorf(registry.NewerVersion,
			"Dữ liệu này do một bản trithuc mới hơn ghi (lược đồ %d, bản này hiểu đến %d). Hãy dùng bản trithuc mới; chưa có gì bị thay đổi.", stored, ours)
	}
	return ours - stored, nil
}

// requireCurrent refuses a schema that this program would first have to change.
func requireCurrent(ctx context.Context, db *sql.DB) error {
	steps, err := olderBy(ctx, db)
	if err != nil || steps == 0 {
		return err
	}
	return registry.Errorf(registry.Busy,
		"Dữ liệu còn ở lược đồ cũ hơn %d bước. Hãy chạy trithuc serve hoặc trithuc doctor một lần để nâng cấp.", steps)
}
