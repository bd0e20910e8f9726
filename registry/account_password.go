package registry

import (
	"bytes"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// hashing is the cost of one hash: argon2id with 19 MiB, 2 passes and 1 lane, the first
// recommendation of the OWASP Password Storage Cheat Sheet.
type hashing struct {
	memory, passes uint32
	lanes          uint8
}

var cost = hashing{memory: 19 * 1024, passes: 2, lanes: 1}

const (
	saltLength = 16
	hashLength = 32
)

// longestPassword bounds what is hashed, in bytes.
const longestPassword = 1024

// Passwords hashes and verifies. As many at once as there are processors: each takes
// 19 MiB for a moment, and a crowd that signs in together must not take the memory.
// Make it with NewPasswords.
type Passwords struct {
	turns  chan struct{}
	random io.Reader
}

// NewPasswords makes a hasher whose salts come from random.
func NewPasswords(random io.Reader) *Passwords {
	return &Passwords{turns: make(chan struct{}, runtime.GOMAXPROCS(0)), random: random}
}

// Hash gives a password as it is stored: cost, salt and hash in one text.
func (p *Passwords) Hash(password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := io.ReadFull(p.random, salt); err != nil {
		return "", fmt.Errorf("registry.Passwords.Hash: %w", err)
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.memory, cost.passes, cost.lanes,
		b64.EncodeToString(salt), b64.EncodeToString(p.key(password, salt, cost, hashLength))), nil
}

// Verify says whether a password is the one of a stored hash. Of no hash ("") it is
// not, after as much work: the time tells nobody whether there is such an account.
func (p *Passwords) Verify(password, stored string) (bool, error) {
	if stored == "" {
		p.key(password, make([]byte, saltLength), cost, hashLength)
		return false, nil
	}
	with, salt, hash, err := parseHash(stored)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(p.key(password, salt, with, uint32(len(hash))), hash) == 1, nil
}

// key waits for its turn and hashes.
func (p *Passwords) key(password string, salt []byte, with hashing, length uint32) []byte {
	p.turns <- struct{}{}
	defer func() { <-p.turns }()
	if len(password) > longestPassword {
		password = password[:longestPassword]
	}
	return argon2.IDKey(norm.NFKC.Bytes([]byte(password)), salt, with.passes, with.memory, with.lanes, length)
}

// parseHash reads what Hash wrote. What is not of it is Damaged; so is a cost that
// nobody would have set, which would hold the machine up.
func parseHash(stored string) (with hashing, salt, hash []byte, err error) {
	parts := strings.Split(stored, "$")
	broken := Errorf(Damaged, "Mật khẩu lưu của tài khoản này bị hỏng. Hãy đặt lại mật khẩu.")
	var version int
	if len(parts) != 6 || parts[1] != "argon2id" {
		return with, nil, nil, broken
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &with.memory, &with.passes, &with.lanes); err != nil || version != argon2.Version {
		return with, nil, nil, broken
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	hash, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(hash) < 16 || with.memory > 1<<20 || with.passes > 20 || with.passes < 1 || with.lanes < 1 {
		return with, nil, nil, broken
	}
	return with, salt, hash, nil
}

// The least length of a password (TCVN 14423:2026 level 2, as a secondary copy has it):
// 14 characters, or 8 where the account has a second step.
const (
	leastPassword       = 14
	leastPasswordSecond = 8
)

// passwordRefused says why a text cannot be the password of an account, "" where it
// can.
func passwordRefused(password, account string, second bool) string {
	least := leastPassword
	if second {
		least = leastPasswordSecond
	}
	switch n := utf8.RuneCountInString(password); {
	case n < least:
		return fmt.Sprintf("phải có ít nhất %d ký tự", least)
	case len(password) > longestPassword:
		return "dài quá 1.024 byte"
	case bytes.ContainsRune([]byte(password), 0):
		return "có ký tự không dùng được"
	case strings.Contains(strings.ToLower(password), account):
		return "không được chứa tên đăng nhập"
	case few(password):
		return "lặp lại quá ít ký tự khác nhau"
	}
	return ""
}

// few says that a text has fewer than five different characters.
func few(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 5
}
