package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"trithuc/registry"
)

// erasureName is the log of erasures in the data folder. It stands outside the
// database and holds ids and numbers only; a restore leaves it where it is, so
// that who was erased since the backup is erased again (registry.Erasures.Replay).
const erasureName = "erasures.log"

// loggedErasure is one line of the log.
type loggedErasure struct {
	registry.Erasure
	Sum int64 `json:"sum"` // checksum of the tombstone, not yet cleaned
}

func logged(e registry.Erasure) loggedErasure {
	e.Clean = false
	return loggedErasure{e, checksumOf(erasures.at(&e))}
}

// MergeErasureLog adds to the log of erasures in the folder to what that of another
// folder has beyond it: a log beside the backups lets a restore on a machine that knows
// nothing else erase again. A folder without a log adds nothing.
func MergeErasureLog(to, from string) (err error) {
	defer wrap(&err, "sqlite.MergeErasureLog")
	more, err := readErasures(filepath.Join(from, erasureName))
	if err != nil {
		return err
	}
	return addErasures(filepath.Join(to, erasureName), more)
}

// ErasureLog gives everybody erased ever.
func (db *DB) ErasureLog(context.Context) (all []registry.Erasure, err error) {
	defer wrap(&err, "sqlite.ErasureLog")
	return readErasures(db.erasureLog)
}

// readErasures reads a log, none where there is no file. A line that was cut by a
// crash is passed over: its tombstone is in the database and writes it again.
func readErasures(path string) (all []registry.Erasure, err error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileError(err, "Không đọc được tệp "+path+".")
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		var l loggedErasure
		if json.Unmarshal(lines.Bytes(), &l) == nil && l.Sum == logged(l.Erasure).Sum {
			all = append(all, l.Erasure)
		}
	}
	return all, lines.Err()
}

// logErasures adds the tombstones that the log lacks.
func (db *DB) logErasures(ctx context.Context) error {
	tombstones, err := db.Erasures(ctx)
	if err != nil {
		return err
	}
	return addErasures(db.erasureLog, tombstones)
}

// addErasures adds those that a log lacks, and forces it to the disk.
func addErasures(path string, more []registry.Erasure) error {
	if len(more) == 0 {
		return nil
	}
	there, err := readErasures(path)
	if err != nil {
		return err
	}
	known := map[registry.Digest]bool{}
	for _, e := range there {
		known[e.Origin] = true
	}
	var lines bytes.Buffer
	for _, e := range more {
		if known[e.Origin] {
			continue
		}
		line, err := json.Marshal(logged(e))
		if err != nil {
			return err
		}
		lines.Write(append(line, '\n'))
	}
	if lines.Len() == 0 {
		return nil
	}
	return appendFile(path, append([]byte{'\n'}, lines.Bytes()...)) // a cut line ends here
}

// appendFile adds to the end of a file that only its owner may read.
func appendFile(path string, more []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fileError(err, "Không ghi được tệp "+path+".")
	}
	_, err = f.Write(more)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fileError(err, "Không ghi được tệp "+path+".")
	}
	return syncFolder(filepath.Dir(path)) // it may be new
}
