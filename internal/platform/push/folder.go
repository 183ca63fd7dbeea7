package push

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/id"
)

// Folder keeps each notice as a file, for development: nothing is sent.
type Folder struct {
	path  string
	keys  Keys
	clock clock.Clock
}

// kept is what a file holds.
type kept struct {
	Endpoint string          `json:"endpoint"`
	Topic    string          `json:"topic"`
	TTL      int             `json:"ttl"` // seconds
	Urgency  Urgency         `json:"urgency"`
	Payload  json.RawMessage `json:"payload"`
}

// NewFolder makes the folder (0700) where it is missing.
func NewFolder(path string, keys Keys, c clock.Clock) (*Folder, error) {
	if keys.private == nil || c == nil {
		return nil, errors.New("push: no keys or no clock")
	}
	return &Folder{path: path, keys: keys, clock: c}, os.MkdirAll(path, 0o700)
}

// On is true.
func (f *Folder) On() bool { return true }

// PublicKey is the key that browsers subscribe with.
func (f *Folder) PublicKey() string { return f.keys.public }

// Push writes the notice, before encryption, to a new .json file (0600).
func (f *Folder) Push(ctx context.Context, to Subscription, n Notice) error {
	p, err := n.pack(ctx, to)
	if err != nil {
		return err
	}
	endpoint, _, _ := to.Parts()
	text, err := json.MarshalIndent(kept{endpoint, p.topic, p.seconds, p.urgency, p.payload}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(f.path, id.New(f.clock)+".json"), text, 0o600)
}
