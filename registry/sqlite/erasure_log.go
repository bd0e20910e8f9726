package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"trithuc/registry"
	"trithuc/registry/durable"
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

// readErasures reads a log, none where there is no file. What cannot be read in it is
// passed over: see SoundErasureLog.
func readErasures(path string) (all []registry.Erasure, err error) {
	all, _, err = parseErasures(path)
	return all, err
}

// parseErasures reads a log and says which of its lines, from 1, are damaged. A line
// that was cut by a crash is not: it is the last, or its tombstone, which is in the
// database, wrote it again.
func parseErasures(path string) (all []registry.Erasure, damaged []int, err error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fileError(err, "Không đọc được tệp "+path+".")
	}
	var whole [][]byte
	broken := map[int][]byte{}
	lines := bytes.Split(raw, []byte{'\n'})
	for i, line := range lines {
		var l loggedErasure
		switch {
		case len(line) == 0:
		case json.Unmarshal(line, &l) == nil && l.Sum == logged(l.Erasure).Sum:
			all, whole = append(all, l.Erasure), append(whole, line)
		case i < len(lines)-1: // the last was cut, or ends the file
			broken[i+1] = line
		}
	}
	for n, line := range broken {
		if !slices.ContainsFunc(whole, func(w []byte) bool { return bytes.HasPrefix(w, line) }) {
			damaged = append(damaged, n)
		}
	}
	slices.Sort(damaged)
	return all, damaged, nil
}

// SoundErasureLog says which lines of the log in a folder are damaged: whom they named
// could come back with a restore.
func SoundErasureLog(dir string) error {
	path := filepath.Join(dir, erasureName)
	_, damaged, err := parseErasures(path)
	if err != nil || len(damaged) == 0 {
		return err
	}
	return registry.Errorf(registry.Damaged, "Tệp %s (ai đã được xóa theo yêu cầu) bị hỏng ở dòng %v, nên khôi phục có thể đưa họ trở lại. "+
		"Hãy lấy lại tệp này từ bản sao, hoặc chạy trithuc doctor --new-log để lập lại theo cơ sở dữ liệu hiện có.", path, damaged)
}

// RenewErasureLog writes the log anew, whole or not at all: the lines of it that are
// sound, and the tombstones of the database.
func (db *DB) RenewErasureLog(ctx context.Context) (err error) {
	defer wrap(&err, "sqlite.RenewErasureLog")
	sound, err := readErasures(db.erasureLog)
	if err != nil {
		return err
	}
	tombstones, err := db.Erasures(ctx)
	if err != nil {
		return err
	}
	lines, err := erasureLines(slices.Concat(sound, tombstones), nil)
	if err != nil {
		return err
	}
	if err := durable.Replace(db.erasureLog, lines); err != nil {
		return fileError(err, "Không ghi được tệp "+db.erasureLog+".")
	}
	return nil
}

// log looks whether the log of erasures can be read whole.
func (c *check) log(context.Context, *session) error {
	return SoundErasureLog(filepath.Dir(c.db.erasureLog))
}

// LogErasures adds the tombstones that the log lacks.
func (db *DB) LogErasures(ctx context.Context) (err error) {
	defer wrap(&err, "sqlite.LogErasures")
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
	lines, err := erasureLines(more, there)
	if err != nil || len(lines) == 0 {
		return err
	}
	return appendFile(path, append([]byte{'\n'}, lines...)) // a cut line ends here
}

// erasureLines gives the lines of those that a log lacks, each once.
func erasureLines(more, there []registry.Erasure) ([]byte, error) {
	known := map[registry.Digest]bool{}
	for _, e := range there {
		known[e.Origin] = true
	}
	var lines bytes.Buffer
	for _, e := range more {
		if known[e.Origin] {
			continue
		}
		known[e.Origin] = true
		line, err := json.Marshal(logged(e))
		if err != nil {
			return nil, err
		}
		lines.Write(append(line, '\n'))
	}
	return lines.Bytes(), nil
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
