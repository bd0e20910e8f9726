package bleve

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A seal says what the files of an edition that bear no checksum of their own were
// when it was closed. It is broken when the edition is opened, so that one without a
// seal was not closed and one whose seal does not fit is damaged.
const sealFile = "SEAL"

// sealed are the files a seal speaks of, within an edition.
var sealed = []string{"index_meta.json", filepath.Join("store", "root.bolt")}

// sums gives the checksums of the sealed files.
func (f folder) sums(edition string) (string, error) {
	h := sha256.New()
	for _, name := range sealed {
		b, err := os.ReadFile(filepath.Join(string(f), edition, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// seal seals an edition that was closed.
func (f folder) seal(edition string) error {
	sums, err := f.sums(edition)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(string(f), edition, sealFile), []byte(sums+"\n"), 0o600)
}

// unseal breaks the seal of an edition that is about to be opened; one that does not
// fit is an error.
func (f folder) unseal(edition string) error {
	path := filepath.Join(string(f), edition, sealFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil // not closed: the process was killed
	}
	if err != nil {
		return err
	}
	sums, err := f.sums(edition)
	if err != nil {
		return err
	}
	if strings.TrimSpace(string(b)) != sums {
		return fmt.Errorf("edition %s is not as it was closed", edition)
	}
	return os.Remove(path)
}
