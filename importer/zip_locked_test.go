package importer

import (
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestLockedLot: a .zip with a password is opened by it, whichever of the two ways locked
// it; without it, and with another, that is said and nothing is read.
func TestLockedLot(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	for _, c := range []struct {
		name  string
		added int
	}{{"old.zip", 4}, {"old0.zip", 2}, {"aes256.zip", 4}, {"aes128.zip", 4}} {
		path := filepath.Join("testdata", "locked", c.name)
		for password, says := range map[string]string{"": "được đặt mật khẩu", "mat-khau-2": "mật khẩu của gói nén không đúng"} {
			_, err := im.Preview(ctx, path, Options{Password: password}, nil)
			if registry.KindOf(err) != registry.Unreadable || !strings.Contains(err.Error(), says) {
				t.Errorf("%s with %q: %v, want %q", c.name, password, err, says)
			}
		}
		if p, err := im.Preview(ctx, path, Options{Password: "mat-khau-1"}, nil); err != nil || p.Counts.Added != c.added {
			t.Errorf("%s: %+v, %v", c.name, p, err)
		}
	}
}
