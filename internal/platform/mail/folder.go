package mail

import (
	"bytes"
	"context"
	"os"
	"path/filepath"

	"handrail/internal/platform/id"
)

// Folder keeps each message as a file, for development: nothing is sent.
type Folder struct {
	path   string
	sender Sender
}

// NewFolder makes the folder (0700) where it is missing.
func NewFolder(path string, sender Sender) (*Folder, error) {
	if err := sender.check(); err != nil {
		return nil, err
	}
	return &Folder{path: path, sender: sender}, os.MkdirAll(path, 0o700)
}

// On is true.
func (f *Folder) On() bool { return true }

// Send writes the message, exactly as a server would get it, to a new .eml
// file (0600) whose name tells its age and nothing else.
func (f *Folder) Send(ctx context.Context, m Message) error {
	msg, err := f.sender.compose(ctx, m)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if _, err := msg.WriteTo(&text); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(f.path, id.New(f.sender.Clock)+".eml"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.Write(text.Bytes()); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
