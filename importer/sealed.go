package importer

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"sync"

	"trithuc/registry"
)

// An upload may hold what must never be stored until it was read. So it stands on
// the disk sealed: AES-256-GCM in chunks, which can be read at any place without
// opening the whole, under a key of its own. The key stands before the chunks in a
// box that only the Keeper opens.

// Keeper makes the keys of uploads and keeps them.
type Keeper interface {
	// NewKey gives a new key of 32 bytes and the box that it is kept in.
	NewKey() (key, box []byte, err error)
	// Key opens a box. It is Forbidden where it was closed with a key that the
	// Keeper does not have, Damaged where it was changed.
	Key(box []byte) ([]byte, error)
}

const (
	sealedMark  = "trithuc:sealed:1\n"
	sealedChunk = 64 << 10 // bytes of a chunk before it is sealed
	sealedTag   = 16       // bytes that sealing adds to a chunk
)

var errSealed = errors.New("importer: broken sealed file")

func sealing(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// chunkNonce tells chunks apart, and the last one from the others, so that none can
// be moved or cut off. No key seals two files.
func chunkNonce(n int64, last bool) []byte {
	nonce := make([]byte, 12)
	binary.BigEndian.PutUint64(nonce, uint64(n))
	if last {
		nonce[11] = 1
	}
	return nonce
}

// sealWriter seals what is written to it. Close writes the last chunk.
type sealWriter struct {
	w    io.Writer
	aead cipher.AEAD
	buf  []byte // of the chunk at hand
	out  []byte
	n    int64
}

// newSealWriter begins a sealed file under a new key of the keeper.
func newSealWriter(w io.Writer, keys Keeper) (*sealWriter, error) {
	key, box, err := keys.NewKey()
	if err != nil {
		return nil, err
	}
	aead, err := sealing(key)
	if err != nil {
		return nil, err
	}
	head := binary.BigEndian.AppendUint16([]byte(sealedMark), uint16(len(box)))
	if _, err := w.Write(append(head, box...)); err != nil {
		return nil, err
	}
	return &sealWriter{w: w, aead: aead, buf: make([]byte, 0, sealedChunk)}, nil
}

func (s *sealWriter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if len(s.buf) == sealedChunk {
			if err := s.chunk(false); err != nil {
				return 0, err
			}
		}
		n := min(len(rest), sealedChunk-len(s.buf))
		s.buf, rest = append(s.buf, rest[:n]...), rest[n:]
	}
	return len(p), nil
}

func (s *sealWriter) chunk(last bool) error {
	s.out = s.aead.Seal(s.out[:0], chunkNonce(s.n, last), s.buf, nil)
	s.buf, s.n = s.buf[:0], s.n+1
	_, err := s.w.Write(s.out)
	return err
}

// Close ends the file; the writer below stays open.
func (s *sealWriter) Close() error { return s.chunk(true) }

// sealedBox gives the box of a sealed file and where its chunks begin; nil for a file
// that is not sealed, as uploads of former versions were not.
func sealedBox(f io.ReaderAt) (box []byte, from int64, err error) {
	head := make([]byte, len(sealedMark)+2)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, 0, err
	}
	if n < len(head) || !bytes.HasPrefix(head, []byte(sealedMark)) {
		return nil, 0, nil
	}
	box = make([]byte, binary.BigEndian.Uint16(head[len(sealedMark):]))
	if _, err := f.ReadAt(box, int64(len(head))); err != nil {
		return nil, 0, errors.Join(errSealed, err)
	}
	return box, int64(len(head) + len(box)), nil
}

// uploadKey gives the key of an upload; nil for one that is not sealed.
func uploadKey(path string, keys Keeper) (key []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	box, _, err := sealedBox(f)
	if err == nil && box != nil {
		key, err = keys.Key(box)
	}
	if err != nil {
		return nil, &registry.Error{Kind: registry.Damaged, Err: err,
			Message: "Không mở được tệp đã niêm phong của lần nhập này: tệp hỏng, hoặc khóa đã niêm phong nó không còn (--vault-key). Hãy tải tệp lên lại."}
	}
	return key, nil
}

// openUpload reads an upload from its beginning.
func openUpload(path string, keys Keeper) (io.ReadCloser, error) {
	key, err := uploadKey(path, keys)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil || key == nil {
		return f, err
	}
	info, err := f.Stat()
	if err == nil {
		var s *sealedFile
		if s, err = openSealed(f, info.Size(), key); err == nil {
			return struct {
				io.Reader
				io.Closer
			}{io.NewSectionReader(s, 0, s.size), f}, nil
		}
	}
	return nil, errors.Join(err, f.Close())
}

// sealedFile reads a sealed file at any place.
type sealedFile struct {
	f      io.ReaderAt
	aead   cipher.AEAD
	from   int64 // of the first chunk
	chunks int64
	size   int64 // once opened

	mu   sync.Mutex
	held [4]heldChunk // those that were read last
	next int
	raw  []byte
}

type heldChunk struct {
	n    int64 // from 1; 0 for none
	text []byte
}

// openSealed opens a sealed file of so many bytes with its key.
func openSealed(f io.ReaderAt, bytes int64, key []byte) (*sealedFile, error) {
	_, from, err := sealedBox(f)
	if err != nil {
		return nil, err
	}
	aead, err := sealing(key)
	if err != nil {
		return nil, err
	}
	body := bytes - from
	chunks := (body + sealedChunk + sealedTag - 1) / (sealedChunk + sealedTag)
	if from == 0 || chunks < 1 || body < chunks*sealedTag {
		return nil, errSealed
	}
	s := &sealedFile{f: f, aead: aead, from: from, chunks: chunks, size: body - chunks*sealedTag}
	_, err = s.chunk(chunks - 1) // of which a file that was cut off has none
	return s, err
}

// ReadAt reads what was sealed.
func (s *sealedFile) ReadAt(p []byte, at int64) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for n < len(p) && at < s.size {
		text, err := s.chunk(at / sealedChunk)
		if err != nil {
			return n, err
		}
		k := copy(p[n:], text[at%sealedChunk:])
		n, at = n+k, at+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// chunk gives a chunk, opened.
func (s *sealedFile) chunk(n int64) ([]byte, error) {
	for _, h := range s.held {
		if h.n == n+1 {
			return h.text, nil
		}
	}
	s.raw = append(s.raw[:0], make([]byte, min(sealedChunk, s.size-n*sealedChunk)+sealedTag)...)
	if _, err := s.f.ReadAt(s.raw, s.from+n*(sealedChunk+sealedTag)); err != nil && err != io.EOF {
		return nil, err
	}
	h := &s.held[s.next]
	s.next = (s.next + 1) % len(s.held)
	text, err := s.aead.Open(h.text[:0], chunkNonce(n, n == s.chunks-1), s.raw, nil)
	if err != nil {
		*h = heldChunk{}
		return nil, errors.Join(errSealed, err)
	}
	*h = heldChunk{n + 1, text}
	return text, nil
}
