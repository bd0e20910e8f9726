package bleve

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
)

// The folder of an index holds one subfolder an edition, "v1-000003", and the
// file CURRENT, which names the one that answers. The number before the dash is
// the mapping's version.
const currentFile = "CURRENT"

// boltTimeout bounds the wait for a folder that another process has open.
const boltTimeout = "2s"

type folder string

// current gives the edition named by CURRENT, "" if there is none of this version.
func (f folder) current() string {
	b, err := os.ReadFile(filepath.Join(string(f), currentFile))
	name := strings.TrimSpace(string(b))
	if err != nil || filepath.Base(name) != name || !strings.HasPrefix(name, versionPrefix()) {
		return ""
	}
	return name
}

func versionPrefix() string { return fmt.Sprintf("v%d-", mappingVersion) }

// name makes an edition the current one; after a crash it is the one or the other.
func (f folder) name(edition string) error {
	path := filepath.Join(string(f), currentFile)
	file, err := os.Create(path + ".new")
	if err != nil {
		return err
	}
	_, err = file.WriteString(edition + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	return f.sync()
}

func (f folder) sync() error {
	dir, err := os.Open(string(f))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// editions lists the subfolders of editions, of any version.
func (f folder) editions() ([]string, error) {
	entries, err := os.ReadDir(string(f))
	var names []string
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), "v") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// clear removes all editions but one.
func (f folder) clear(keep string) error {
	names, err := f.editions()
	for _, n := range names {
		if n != keep {
			err = errors.Join(err, os.RemoveAll(filepath.Join(string(f), n)))
		}
	}
	return err
}

// fresh makes an empty edition under a number not used before.
func (f folder) fresh() (name string, idx bleve.Index, err error) {
	names, err := f.editions()
	if err != nil {
		return "", nil, err
	}
	last := 0
	for _, n := range names {
		_, number, _ := strings.Cut(n, "-")
		if i, err := strconv.Atoi(number); err == nil {
			last = max(last, i)
		}
	}
	name = fmt.Sprintf("%s%06d", versionPrefix(), last+1)
	idx, err = bleve.NewUsing(filepath.Join(string(f), name), mapping.NewIndexMapping(), scorch.Name, scorch.Name, options())
	return name, idx, err
}

// open opens an edition that was looked at (see check). What is damaged is an error, a
// panic of the engine too.
func (f folder) open(name string, options map[string]any) (idx bleve.Index, err error) {
	err = safely(func() (err error) {
		idx, err = bleve.OpenUsing(filepath.Join(string(f), name), options)
		return err
	})
	return idx, err
}

func options() map[string]any {
	return map[string]any{"bolt_timeout": boltTimeout}
}

// checkSums compares the checksum at the end of segments' files with their content. One
// that was merged away meanwhile is passed over.
func checkSums(files []string) error {
	return inParallel(len(files), func(i int) error { return checkSum(files[i], func(time.Duration) error { return nil }) })
}

// checkAtLeisure is checkSums one file after the other, resting between pieces so that
// searches have the disk and the processors for most of the time.
func checkAtLeisure(ctx context.Context, files []string) error {
	for _, path := range files {
		err := checkSum(path, func(took time.Duration) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(restsFor * took):
				return nil
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	restsFor  = 4       // times as long as a piece took
	pieceSize = 1 << 20 // of a file
	sumSize   = 4       // bytes of the checksum
)

// checkSum checks one file; after each piece it calls rest with the time that took.
func checkSum(path string, rest func(time.Duration) error) error {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < sumSize {
		return fmt.Errorf("segment %s is cut short", filepath.Base(path))
	}
	sum, piece := crc32.NewIEEE(), make([]byte, pieceSize)
	for left := info.Size() - sumSize; left > 0; {
		start := time.Now()
		n, err := io.ReadFull(file, piece[:min(left, pieceSize)])
		sum.Write(piece[:n])
		left -= int64(n)
		if err := errors.Join(err, rest(time.Since(start))); err != nil {
			return err
		}
	}
	want := make([]byte, sumSize)
	if _, err := io.ReadFull(file, want); err != nil {
		return err
	}
	if string(sum.Sum(nil)) != string(want) {
		return fmt.Errorf("segment %s has another checksum than it was written with", filepath.Base(path))
	}
	return nil
}
