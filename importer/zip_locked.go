package importer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"

	"trithuc/registry"
)

// Members of a .zip that are locked with a password: by the old way of PKWARE (APPNOTE
// 6.1), which Windows and most programs write, or by AES as WinZip and 7-Zip do (AE-1 and
// AE-2). Each is opened in memory within the bounds of any other member.

const (
	zipLocked = 0x1    // the flag of a locked member
	zipAES    = 99     // the method of one locked by AES
	aesExtra  = 0x9901 // the field that tells how

	aesRounds  = 1000 // of PBKDF2
	aesAuth    = 10   // bytes of the authentication code
	oldZipHead = 12   // bytes before the content of one locked the old way
)

var errLockedKind = errors.New("importer: unknown way of locking a member")

// openMember gives the content of a locked member.
func openMember(f *zip.File, password string) ([]byte, error) {
	if f.CompressedSize64 > maxLotFile {
		return nil, bomb()
	}
	in, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxLotFile+1))
	if err != nil {
		return nil, err
	}
	method, open := f.Method, openOld
	if f.Method == zipAES {
		if method, open, err = aesOf(f); err != nil {
			return nil, err
		}
	}
	if raw, err = open(f, raw, password); err != nil {
		return nil, err
	}
	plain, err := inflated(raw, method)
	if err == nil && f.CRC32 != 0 && crc32.ChecksumIEEE(plain) != f.CRC32 {
		err = wrongPassword() // one in 256 wrong ones passes the check of the old way
	}
	return plain, err
}

func wrongPassword() error {
	return unreadable(errLocked, "mật khẩu của gói nén không đúng. Hãy nhập lại mật khẩu.")
}

// inflated unpacks what was locked.
func inflated(raw []byte, method uint16) ([]byte, error) {
	switch method {
	case zip.Store:
		return raw, nil
	case zip.Deflate:
	default:
		return nil, errLockedKind
	}
	in := &bounded{r: flate.NewReader(bytes.NewReader(raw)), left: maxLotFile, zipped: uint64(len(raw))}
	plain, err := io.ReadAll(in)
	if err != nil && registry.KindOf(err) != registry.TooLarge {
		return nil, wrongPassword()
	}
	return plain, err
}

// oldKeys are the state of the old cipher.
type oldKeys [3]uint32

func (k *oldKeys) feed(b byte) {
	k[0] = crc32.IEEETable[byte(k[0])^b] ^ k[0]>>8
	k[1] = (k[1]+k[0]&0xff)*134775813 + 1
	k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
}

func (k *oldKeys) open(b []byte) {
	for i := range b {
		t := k[2] | 2
		b[i] ^= byte(t * (t ^ 1) >> 8)
		k.feed(b[i])
	}
}

// openOld opens a member that is locked the old way: the last byte of its head is one of
// its check sum, or of its time.
func openOld(f *zip.File, raw []byte, password string) ([]byte, error) {
	if len(raw) < oldZipHead {
		return nil, io.ErrUnexpectedEOF
	}
	k := oldKeys{0x12345678, 0x23456789, 0x34567890}
	for i := range len(password) {
		k.feed(password[i])
	}
	k.open(raw)
	last := raw[oldZipHead-1]
	if last != byte(f.CRC32>>24) && (f.Flags&0x8 == 0 || last != byte(f.ModifiedTime>>8)) {
		return nil, wrongPassword()
	}
	return raw[oldZipHead:], nil
}

// aesOf tells how a member locked by AES was packed before, and how it is opened.
func aesOf(f *zip.File) (method uint16, open func(*zip.File, []byte, string) ([]byte, error), err error) {
	for extra := f.Extra; len(extra) >= 4; {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			break
		}
		if strength := 0; id == aesExtra && size >= 7 {
			if strength = int(extra[4]); strength < 1 || strength > 3 {
				break
			}
			return binary.LittleEndian.Uint16(extra[5:]), func(_ *zip.File, raw []byte, password string) ([]byte, error) {
				return openAES(raw, password, 8+8*strength)
			}, nil
		}
		extra = extra[size:]
	}
	return 0, nil, errLockedKind
}

// openAES opens a member with a key of so many bytes: before it stand half as many of
// salt and two that tell a wrong password, behind it the code that proves it whole.
func openAES(raw []byte, password string, size int) ([]byte, error) {
	if len(raw) < size/2+2+aesAuth {
		return nil, io.ErrUnexpectedEOF
	}
	keys, err := pbkdf2.Key(sha1.New, password, raw[:size/2], aesRounds, 2*size+2)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(keys[2*size:], raw[size/2:size/2+2]) == 0 {
		return nil, wrongPassword()
	}
	locked, code := raw[size/2+2:len(raw)-aesAuth], raw[len(raw)-aesAuth:]
	mac := hmac.New(sha1.New, keys[size:2*size])
	mac.Write(locked)
	if !hmac.Equal(mac.Sum(nil)[:aesAuth], code) {
		return nil, wrongPassword()
	}
	block, err := aes.NewCipher(keys[:size])
	if err != nil {
		return nil, err
	}
	countFromOne(block, locked)
	return locked, nil
}

// countFromOne opens b by a counter that begins at 1 and has its low byte first, which
// the counters of the library have not.
func countFromOne(block cipher.Block, b []byte) {
	var counter, pad [aes.BlockSize]byte
	for n := uint64(1); len(b) > 0; n++ {
		binary.LittleEndian.PutUint64(counter[:], n)
		block.Encrypt(pad[:], counter[:])
		b = b[subtle.XORBytes(b, b, pad[:]):]
	}
}
