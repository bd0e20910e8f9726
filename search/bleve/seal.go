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

// A seal is the manifest of an edition that was closed: the checksum of the files that
// bear none of their own, then name, size and time of every segment's file. It is broken
// when the edition is opened, so that one without a seal was not closed, one whose seal
// does not fit is damaged, and one whose segments are as the seal says may answer while
// they are read through to be sure.
const sealFile = "SEAL"

// sealed are the files a seal has the checksum of, within an edition.
var sealed = []string{"index_meta.json", filepath.Join("store", "root.bolt")}

// sums gives the checksum of the sealed files.
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

// segmentFiles lists the files of segments of an edition.
func (f folder) segmentFiles(edition string) ([]string, error) {
	return filepath.Glob(filepath.Join(string(f), edition, "store", "*.zap"))
}

// list gives name, size and time of every segment's file, one a line.
func (f folder) list(edition string) (string, error) {
	files, err := f.segmentFiles(edition)
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, path := range files {
		info, err := os.Stat(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&all, "%s %d %d\n", info.Name(), info.Size(), info.ModTime().UnixNano())
	}
	return all.String(), nil
}

// seal seals an edition that was closed.
func (f folder) seal(edition string) error {
	sums, err := f.sums(edition)
	if err != nil {
		return err
	}
	list, err := f.list(edition)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(string(f), edition, sealFile), []byte(sums+"\n"+list), 0o600)
}

// trust says how much is known of an edition before it is opened.
type trust int

const (
	unsealed  trust = iota // not closed: its process was killed
	closed                 // closed, and copied or written to since
	untouched              // as it was closed, by the times of its files
)

// unseal breaks the seal of an edition that is about to be opened; one that does not
// fit is an error.
func (f folder) unseal(edition string) (trust, error) {
	path := filepath.Join(string(f), edition, sealFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return unsealed, nil
	}
	if err != nil {
		return unsealed, err
	}
	sums, err := f.sums(edition)
	if err != nil {
		return unsealed, err
	}
	list, err := f.list(edition)
	if err != nil {
		return unsealed, err
	}
	was, listed, _ := strings.Cut(string(b), "\n")
	if was != sums {
		return unsealed, fmt.Errorf("edition %s is not as it was closed", edition)
	}
	if listed != list {
		return closed, os.Remove(path)
	}
	return untouched, os.Remove(path)
}
