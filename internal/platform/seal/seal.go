// Package seal encrypts single columns. Every owner (an account, a pass, a
// conversation) has a data key of its own, wrapped by the server's key and kept
// in a store apart from the data: keys.db, or a schema of its own on
// PostgreSQL. To destroy a data key is to erase all that was sealed with it,
// in old backups too.
//
// Sealing is XChaCha20-Poly1305 with a random nonce; what a value belongs to is
// bound to it, so that it cannot be moved to another row. It does not protect
// against somebody who holds the running server.
package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// ErrDestroyed says that the owner's data key has been destroyed: what was
// sealed with it cannot be read by anybody any more.
var ErrDestroyed = errors.New("seal: the data key has been destroyed")

// ErrWrongServerKey says that the store was written under another server key.
var ErrWrongServerKey = errors.New("seal: this is not the server's key that the data keys were wrapped with")

// ErrNotOpened says that a value was not sealed by this owner for this place,
// or has been changed since.
var ErrNotOpened = errors.New("seal: the value does not open")

// KeyBytes is the length of the server's key and of every data key.
const KeyBytes = chacha20poly1305.KeySize

const (
	format     = 1 // the first byte of every sealed value
	headBytes  = 5 // format, and the version of the data key
	checkMark  = "server key"
	checkValue = "handrail data keys"
)

// Keeper seals and opens values. It is safe for concurrent use.
type Keeper struct {
	store  *db.DB
	clock  clock.Clock
	mu     sync.RWMutex // held for writing while the server's key changes
	server []byte
}

// Open prepares the store and proves that server is the key it was made with.
// It returns ErrWrongServerKey when it is not.
func Open(ctx context.Context, store *db.DB, c clock.Clock, server []byte) (*Keeper, error) {
	if len(server) != KeyBytes {
		return nil, fmt.Errorf("seal: the server's key has %d bytes, not %d", len(server), KeyBytes)
	}
	if err := migrate(ctx, store); err != nil {
		return nil, err
	}
	k := &Keeper{store: store, clock: c, server: server}
	return k, k.checkServerKey(ctx)
}

// Seal encrypts plain for owner. about says where the value lies, like
// "account_session.device:" and the row's id; it has to be the same at Open.
// The owner's key is on the disk before Seal returns, so it is there before any
// row that needs it.
func (k *Keeper) Seal(ctx context.Context, owner string, plain []byte, about string) ([]byte, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, version, err := k.newestKey(ctx, owner)
	if err != nil {
		return nil, err
	}
	head := binary.BigEndian.AppendUint32([]byte{format}, uint32(version))
	return encrypt(derive(key, "seal"), head, plain, bound(owner, about)), nil
}

// Open decrypts what Seal made for the same owner and place. It returns
// ErrDestroyed when the owner's key is gone, and ErrNotOpened when the value
// was sealed for another owner or place, or was changed.
func (k *Keeper) Open(ctx context.Context, owner string, sealed []byte, about string) ([]byte, error) {
	if len(sealed) < headBytes || sealed[0] != format {
		return nil, ErrNotOpened
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, err := k.keyOf(ctx, owner, int64(binary.BigEndian.Uint32(sealed[1:headBytes])))
	if err != nil {
		return nil, err
	}
	return decrypt(derive(key, "seal"), sealed, headBytes, bound(owner, about))
}

// MAC is an HMAC-SHA256 of message under a key that belongs to owner and
// purpose alone. It stays the same when data keys are renewed, is another one
// after Forget, and cannot be made again once the owner's keys are destroyed.
func (k *Keeper) MAC(ctx context.Context, owner, purpose string, message []byte) ([]byte, error) {
	mac, err := k.Marker(ctx, owner, purpose)
	if err != nil {
		return nil, err
	}
	return mac(message), nil
}

// Marker is MAC for many messages: the key is read once. It is for one use case,
// and is not kept beyond it, or a key that was destroyed would go on working.
func (k *Keeper) Marker(ctx context.Context, owner, purpose string) (func(message []byte) []byte, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if _, _, err := k.newestKey(ctx, owner); err != nil {
		return nil, err
	}
	key, err := k.oldestKey(ctx, owner)
	if err != nil {
		return nil, err
	}
	derived := derive(key, "mac "+purpose)
	return func(message []byte) []byte {
		mac := hmac.New(sha256.New, derived)
		mac.Write(message)
		return mac.Sum(nil)
	}, nil
}

// Derive is a key for one purpose made from the server's key, for what must be
// the same on every node and is never stored.
func (k *Keeper) Derive(purpose string) []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return derive(k.server, "derive "+purpose)
}

func bound(owner, about string) []byte { return []byte(owner + "\x00" + about) }

func hashOf(owner string) string {
	sum := sha256.Sum256([]byte(owner))
	return hex.EncodeToString(sum[:])
}

// derive is HKDF-SHA256 (RFC 5869) with the purpose as its info.
func derive(key []byte, purpose string) []byte {
	derived, err := hkdf.Key(sha256.New, key, nil, "handrail "+purpose, KeyBytes)
	if err != nil {
		panic("seal: hkdf: " + err.Error()) // only for a length that is never asked for
	}
	return derived
}

// encrypt returns head, a random nonce, and the ciphertext of plain; head and
// about are authenticated with it.
func encrypt(key, head, plain, about []byte) []byte {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic("seal: " + err.Error()) // only for a key of another length
	}
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce) // never fails: crypto/rand ends the program instead
	out := append(append([]byte{}, head...), nonce...)
	return aead.Seal(out, nonce, plain, append(append([]byte{}, head...), about...))
}

func decrypt(key, sealed []byte, head int, about []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic("seal: " + err.Error()) // only for a key of another length
	}
	if len(sealed) < head+aead.NonceSize() {
		return nil, ErrNotOpened
	}
	nonce, body := sealed[head:head+aead.NonceSize()], sealed[head+aead.NonceSize():]
	plain, err := aead.Open(nil, nonce, body, append(append([]byte{}, sealed[:head]...), about...))
	if err != nil {
		return nil, ErrNotOpened
	}
	return plain, nil
}
