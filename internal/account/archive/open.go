package archive

import (
	"bufio"
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
)

// Open unlocks a page that Write made and returns its content. It is
// ErrPassphrase where the passphrase does not open the first part, and
// ErrDamaged where the page is none of ours, not whole, or was changed.
func Open(r io.Reader, passphrase string) ([]byte, error) {
	in := &reader{lines: bufio.NewReaderSize(r, 1<<16)}
	about, err := in.element(headBegins)
	if err != nil {
		return nil, err
	}
	locks, err := cipherOf(about, passphrase)
	if err != nil {
		return nil, err
	}
	var content []byte
	part, err := in.element(partBegins)
	for number := uint32(0); err == nil; number++ {
		next, then := in.element(partBegins)
		if then != nil && !errors.Is(then, ErrDamaged) {
			return nil, then
		}
		if content, err = unlock(content, locks, part, nonce(number, then != nil), about); err != nil {
			if number == 0 {
				return nil, ErrPassphrase
			}
			return nil, err
		}
		if then != nil {
			return content, nil
		}
		part = next
	}
	return nil, err
}

func cipherOf(about []byte, passphrase string) (cipher.AEAD, error) {
	var h head
	if json.Unmarshal(about, &h) != nil || h.Version != version || h.Rounds < 1 || h.Rounds > mostWork {
		return nil, ErrDamaged
	}
	return h.cipher(fold(passphrase))
}

func unlock(content []byte, locks cipher.AEAD, part, nonce, about []byte) ([]byte, error) {
	n, err := base64.StdEncoding.Decode(part, part)
	if err != nil {
		return nil, ErrDamaged
	}
	content, err = locks.Open(content, nonce, part[:n], about)
	if err != nil {
		return nil, ErrDamaged
	}
	return content, nil
}

type reader struct{ lines *bufio.Reader }

// element is what stands in the next element that begins so, alone on its
// line. It is ErrDamaged when there is none.
func (r *reader) element(begins string) ([]byte, error) {
	for {
		line, err := r.lines.ReadBytes('\n')
		if inside, is := bytes.CutPrefix(line, []byte(begins)); is {
			if inside, whole := bytes.CutSuffix(inside, []byte(scriptEnds+"\n")); whole {
				return inside, nil
			}
			return nil, ErrDamaged
		}
		if err == io.EOF {
			return nil, ErrDamaged
		}
		if err != nil {
			return nil, err
		}
	}
}
