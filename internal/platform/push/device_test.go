package push

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/outbound"
)

var june = time.Date(2026, 6, 1, 9, 30, 0, 0, time.UTC)

// device is a browser: it has the private half of a subscription and reads
// what is sent to it, as RFC 8291 and RFC 8188 tell it to.
type device struct {
	private *ecdh.PrivateKey
	auth    []byte
}

func newDevice(t *testing.T) *device {
	t.Helper()
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &device{private: private, auth: make([]byte, authBytes)}
	rand.Read(d.auth)
	return d
}

func (d *device) subscribe(t *testing.T, endpoint string) Subscription {
	t.Helper()
	s, err := ParseSubscription(endpoint, encode(d.private.PublicKey().Bytes()), encode(d.auth))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (d *device) read(body []byte) (Payload, error) {
	if len(body) < 86 || body[20] != 65 {
		return Payload{}, errors.New("no header of RFC 8188")
	}
	salt, size, theirs, sealed := body[:16], binary.BigEndian.Uint32(body[16:20]), body[21:86], body[86:]
	if len(sealed) > int(size) {
		return Payload{}, errors.New("more than one record")
	}
	public, err := ecdh.P256().NewPublicKey(theirs)
	if err != nil {
		return Payload{}, err
	}
	shared, err := d.private.ECDH(public)
	if err != nil {
		return Payload{}, err
	}
	info := "WebPush: info\x00" + string(d.private.PublicKey().Bytes()) + string(theirs)
	ikm, _ := hkdf.Key(sha256.New, shared, d.auth, info, 32)
	key, _ := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, _ := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	block, _ := aes.NewCipher(key)
	gcm, _ := cipher.NewGCM(block)
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	if err != nil {
		return Payload{}, err
	}
	end := len(plain) - 1
	for end > 0 && plain[end] == 0 {
		end--
	}
	if plain[end] != 2 {
		return Payload{}, errors.New("no end of the last record")
	}
	var p Payload
	return p, json.Unmarshal(plain[:end], &p)
}

// service is a push service. It answers with status and keeps what it got.
type service struct {
	*httptest.Server
	mu      sync.Mutex
	status  int
	header  http.Header
	headers []http.Header
	bodies  [][]byte
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{status: http.StatusCreated}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.headers, s.bodies = append(s.headers, r.Header.Clone()), append(s.bodies, body)
		for name, values := range s.header {
			w.Header()[name] = values
		}
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) answers(status int, header ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.header = status, http.Header{}
	for i := 0; i < len(header); i += 2 {
		s.header.Set(header[i], header[i+1])
	}
}

func (s *service) last(t *testing.T) (http.Header, []byte) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.bodies) == 0 {
		t.Fatal("nothing arrived")
	}
	return s.headers[len(s.headers)-1], s.bodies[len(s.bodies)-1]
}

func newKeys(t *testing.T) Keys {
	t.Helper()
	k, err := KeysFrom(t.Context(), func(_ context.Context, fresh string) (string, error) { return fresh, nil })
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// pusher reaches s on loopback, as it would a public service.
func pusher(t *testing.T, s *service) *Web {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	w, err := NewWeb(Options{
		Keys: newKeys(t), Contact: "https://site.example", Clock: clock.NewManual(june),
		Outbound: outbound.Options{AllowPrivate: true, AnyPort: true, Roots: roots},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}
