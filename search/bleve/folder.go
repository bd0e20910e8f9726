package bleve

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

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

// open opens an edition. What is damaged is an error, a panic of the engine too.
func (f folder) open(name string) (idx bleve.Index, err error) {
	path := filepath.Join(string(f), name)
	if err := errors.Join(f.unseal(name), checkSums(path)); err != nil {
		return nil, err
	}
	// the engine maps its files: where one is cut short a read is a fault, which is to
	// be an error here and not the end of the process
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			idx, err = nil, fmt.Errorf("opening the index panicked: %v", p)
		}
	}()
	return bleve.OpenUsing(path, options())
}

func options() map[string]any {
	return map[string]any{"bolt_timeout": boltTimeout}
}

// checkSums compares the checksum at the end of every segment file with its content.
func checkSums(edition string) error {
	files, err := filepath.Glob(filepath.Join(edition, "store", "*.zap"))
	if err != nil {
		return err
	}
	for _, path := range files {
		if err := checkSum(path); err != nil {
			return err
		}
	}
	return nil
}

func checkSum(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	const sumSize = 4
	if info.Size() < sumSize {
		return fmt.Errorf("segment %s is cut short", filepath.Base(path))
	}
	sum := crc32.NewIEEE()
	if _, err := io.Copy(sum, io.LimitReader(file, info.Size()-sumSize)); err != nil {
		return err
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
