package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"handrail/internal/platform/id"
)

// Folder is the data folder: everything that one installation keeps, and
// nothing else. It is 0700, and what lies in it 0600.
type Folder string

// What lies in the folder.
func (f Folder) Database() string  { return filepath.Join(string(f), "handrail.db") }
func (f Folder) Keys() string      { return filepath.Join(string(f), "keys.db") }
func (f Folder) Files() string     { return filepath.Join(string(f), "files") }
func (f Folder) Copies() string    { return filepath.Join(f.Files(), "copies") } // in no backup
func (f Folder) Secrets() string   { return filepath.Join(string(f), "secrets") }
func (f Folder) ServerKey() string { return filepath.Join(f.Secrets(), "server.key") }
func (f Folder) TLS() string       { return filepath.Join(string(f), "tls") }
func (f Folder) Spool() string     { return filepath.Join(string(f), "spool") } // emptied at each start
func (f Folder) node() string      { return filepath.Join(string(f), "node") }
func (f Folder) lock() string      { return filepath.Join(string(f), "lock") }
func (f Folder) demoMark() string  { return filepath.Join(string(f), "demo") }
func (f Folder) demoKeys() string  { return filepath.Join(string(f), "demo-people.json") }

// ErrInUse says that another Handrail has this data folder open.
var ErrInUse = errors.New("another Handrail is using this data folder")

// Make creates the folder and those in it, where they are not there yet. An
// empty folder that was there is closed to other people on the machine.
func (f Folder) Make() error {
	if f.IsEmpty() {
		if err := os.Chmod(string(f), 0o700); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("close the data folder: %w", err)
		}
	}
	for _, dir := range []string{string(f), f.Secrets(), f.Files()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("make the data folder: %w", err)
		}
	}
	return nil
}

// IsEmpty tells whether nothing was ever kept here.
func (f Folder) IsEmpty() bool {
	entries, err := os.ReadDir(string(f))
	return errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0
}

// IsDemo tells whether this is the folder of a demo.
func (f Folder) IsDemo() bool {
	_, err := os.Stat(f.demoMark())
	return err == nil
}

// MarkDemo says that this folder holds nothing but a demo.
func (f Folder) MarkDemo() error {
	return os.WriteFile(f.demoMark(), []byte("This folder holds a fictional community.\n"), 0o600)
}

// Lock keeps a second process out until the function it returns is called, or
// this process ends in whatever way.
func (f Folder) Lock() (unlock func(), err error) {
	file, err := os.OpenFile(f.lock(), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrInUse
		}
		return nil, err
	}
	return func() { file.Close() }, nil
}

// Node is the name of this node among those that share a database. It stays the
// same from start to start, so that a node that was killed takes its own work
// back at once.
func (f Folder) Node() (string, error) {
	name, err := os.ReadFile(f.node())
	if errors.Is(err, fs.ErrNotExist) {
		fresh := id.Random()
		return fresh, WriteDurably(f.node(), []byte(fresh+"\n"))
	}
	return strings.TrimSpace(string(name)), err
}

const serverKeyBytes = 32

// LoadServerKey reads the server's key, and makes one at the first start. The
// variable HANDRAIL_SERVER_KEY (base64), where set, comes first.
func (f Folder) LoadServerKey() ([]byte, error) {
	if text := os.Getenv("HANDRAIL_SERVER_KEY"); text != "" {
		return parseServerKey(text)
	}
	text, err := os.ReadFile(f.ServerKey())
	if errors.Is(err, fs.ErrNotExist) {
		return f.makeServerKey()
	}
	if err != nil {
		return nil, err
	}
	return parseServerKey(string(text))
}

func (f Folder) makeServerKey() ([]byte, error) {
	if _, err := os.Stat(f.Keys()); err == nil {
		return nil, errors.New("the data keys are here, but the server's key is not. Put it back from where you kept it: handrail restore --server-key FILE, or the variable HANDRAIL_SERVER_KEY")
	}
	key := make([]byte, serverKeyBytes)
	rand.Read(key) // never fails: crypto/rand ends the program instead
	return key, WriteDurably(f.ServerKey(), []byte(EncodeServerKey(key)+"\n"))
}

// EncodeServerKey is the text form of a server's key, as it is kept and shown.
func EncodeServerKey(key []byte) string { return base64.StdEncoding.EncodeToString(key) }

func parseServerKey(text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != serverKeyBytes {
		return nil, errors.New("the server's key is not 32 bytes of base64")
	}
	return key, nil
}

// WriteDurably writes a file of mode 0600 so that it is there in full after a
// loss of power, or not at all.
func WriteDurably(path string, body []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // does nothing once it is renamed
	_, err = temp.Write(body)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
