package vault

import (
	"errors"
	"io"

	"trithuc/registry"
)

// The keys of uploads are sealed by the ring like restricted values; a box names the
// key that closed it.

// uploads is what the boxes of keys are bound to, so that no box of a restricted
// value opens as one.
var uploads = []byte("upload key")

// Temporary gives a ring without a file: what it seals opens while it lives.
func Temporary(rand io.Reader) (*Ring, error) {
	r := &Ring{rand: rand}
	return r, r.add()
}

// NewKey gives a new key for one upload, and the box that it is kept in.
func (r *Ring) NewKey() (secret, box []byte, err error) {
	k := r.keys[len(r.keys)-1]
	fresh := make([]byte, keySize+k.seal.NonceSize())
	if _, err := io.ReadFull(r.rand, fresh); err != nil {
		return nil, nil, err
	}
	secret, nonce := fresh[:keySize], fresh[keySize:]
	return secret, k.seal.Seal(append([]byte(k.name), nonce...), nonce, secret, uploads), nil
}

// Key opens a box of NewKey. It is Forbidden for one that another ring closed,
// Damaged for one that was changed.
func (r *Ring) Key(box []byte) ([]byte, error) {
	for _, k := range r.keys {
		n := len(k.name)
		if len(box) < n+k.seal.NonceSize() || string(box[:n]) != k.name {
			continue
		}
		nonce, rest := box[n:n+k.seal.NonceSize()], box[n+k.seal.NonceSize():]
		secret, err := k.seal.Open(nil, nonce, rest, uploads)
		if err != nil || len(secret) != keySize {
			return nil, &registry.Error{Kind: registry.Damaged, Err: errors.Join(errors.New("vault: box of an upload's key"), err),
				Message: "Khóa của một tệp tải lên bị sửa hoặc hỏng. Hãy tải tệp lên lại."}
		}
		return secret, nil
	}
	return nil, registry.Errorf(registry.Forbidden, "Tệp tải lên được niêm phong bằng khóa khác. Hãy chỉ ra đúng tệp khóa bằng --vault-key, hoặc tải tệp lên lại.")
}
