package moderation

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"

	"golang.org/x/crypto/chacha20poly1305"

	"handrail/internal/group"
)

// pageMost is the most that a form carries of what was seen, in bytes. Where
// there is more, it is looked at again when the report is sent.
const pageMost = 48 << 10

// pageOf says for whom and for what a sealed page counts.
func pageOf(m group.Member, kind, target string) []byte {
	return []byte(m.Self.ID + "\x00" + kind + "\x00" + target)
}

// sealPage seals what somebody saw with a key that only this house has: the form
// carries it, and its sender can neither read nor change it. The key ends with
// the server's, and so do the pages that are open then.
func (s *Service) sealPage(about []byte, seen Seen) (string, error) {
	plain, err := json.Marshal(seen)
	if err != nil || len(plain) > pageMost {
		return "", err
	}
	box, err := chacha20poly1305.NewX(s.keys.Derive("report page"))
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize(), box.NonceSize()+len(plain)+box.Overhead())
	rand.Read(nonce)
	return base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, plain, about)), nil
}

// openPage opens it, and says false where that is no such page.
func (s *Service) openPage(about []byte, page string) (seen Seen, ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(page)
	if err != nil || len(sealed) < chacha20poly1305.NonceSizeX {
		return seen, false
	}
	box, err := chacha20poly1305.NewX(s.keys.Derive("report page"))
	if err != nil {
		return seen, false
	}
	plain, err := box.Open(nil, sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:], about)
	return seen, err == nil && json.Unmarshal(plain, &seen) == nil
}
