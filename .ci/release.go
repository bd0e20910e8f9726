//go:build ignore

// Command release builds what `make release` hands out: for each system the binary
// with what an operator needs beside it, packed, and SHA256SUMS. The same commit gives
// the same bytes on every machine with the same Go: times are those of the commit,
// paths and the state of the working tree are left out. It asks the network for nothing.
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const folder = "bin/release"

// target is a system that is built for, and the files that only it gets.
type target struct {
	os, binary string
	beside     []string
	pack       func(name, root string, files []file, at time.Time) error
}

var targets = []target{
	{"linux", "trithuc", []string{"docs/trithuc.service"}, tarball},
	{"windows", "trithuc.exe", []string{"docs/cai-dich-vu.cmd"}, zipped},
}

// file is one file of an archive.
type file struct {
	name, from string
	mode       fs.FileMode
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: go run .ci/release.go VERSION UNIX-SECONDS")
	}
	seconds, err := strconv.ParseInt(os.Args[2], 10, 64)
	check(err)
	check(os.RemoveAll(folder))
	check(os.MkdirAll(folder, 0o755))
	var sums strings.Builder
	for _, t := range targets {
		name := release(t, os.Args[1], time.Unix(seconds, 0).UTC())
		fmt.Fprintf(&sums, "%x  %s\n", digest(name), filepath.Base(name))
		fmt.Println(name)
	}
	check(os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(sums.String()), 0o644))
}

// release builds and packs one target and gives the archive's name.
func release(t target, version string, at time.Time) string {
	binary := filepath.Join(folder, t.os, t.binary)
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid= -X main.release="+version, "-o", binary, "./cmd/trithuc")
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH=amd64", "GOOS="+t.os, "GOPROXY=off", "GOTOOLCHAIN=local", "GOFLAGS=-mod=readonly")
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	check(c.Run())
	files := []file{{t.binary, binary, 0o755}, {"LICENSE", "LICENSE", 0o644}}
	for _, from := range t.beside {
		files = append(files, file{path.Base(from), from, 0o644})
	}
	root := fmt.Sprintf("trithuc-%s-%s-amd64", version, t.os)
	archive := filepath.Join(folder, root)
	check(t.pack(archive, root, append(files, guides()...), at))
	check(os.RemoveAll(filepath.Join(folder, t.os)))
	return archive + map[string]string{"linux": ".tar.gz", "windows": ".zip"}[t.os]
}

// guides are the pages of docs/huong-dan and their pictures, in the order of names.
func guides() (all []file) {
	check(filepath.WalkDir("docs/huong-dan", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, file{strings.TrimPrefix(filepath.ToSlash(p), "docs/"), p, 0o644})
		}
		return err
	}))
	return all
}

func tarball(name, root string, files []file, at time.Time) error {
	f, err := os.Create(name + ".tar.gz")
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, x := range files {
		content, err := os.ReadFile(x.from)
		if err != nil {
			return err
		}
		h := &tar.Header{Name: root + "/" + x.name, Mode: int64(x.mode), Size: int64(len(content)), ModTime: at, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(content); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func zipped(name, root string, files []file, at time.Time) error {
	f, err := os.Create(name + ".zip")
	if err != nil {
		return err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for _, x := range files {
		content, err := os.ReadFile(x.from)
		if err != nil {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: root + "/" + x.name, Method: zip.Deflate, Modified: at})
		if err != nil {
			return err
		}
		if _, err := w.Write(content); err != nil {
			return err
		}
	}
	return z.Close()
}

func digest(name string) []byte {
	f, err := os.Open(name)
	check(err)
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	check(err)
	return h.Sum(nil)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
