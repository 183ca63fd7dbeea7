// Package archive locks a copy of somebody's data into one HTML page that opens
// itself: in a browser, without a network and without other programs. The key
// comes from a passphrase that is shown once. docs/guide/export.md describes
// the format.
//
// Outside what is locked, the page says nothing about whose it is or what is
// in it. Its length can be seen, and whoever knows this program can tell that
// it made the page.
package archive

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FileName is what such a page is called when it is saved: nothing that tells.
const FileName = "copy.html"

// LeastPassphrase is how many letters a passphrase has at least, once folded.
// Whoever has the file can try as often as they like.
const LeastPassphrase = 18

const (
	version   = 1
	rounds    = 600_000 // of PBKDF2-HMAC-SHA-256, as OWASP asks for
	mostWork  = 10_000_000
	saltBytes = 32
	partBytes = 1 << 20 // of content in each part but the last
)

var (
	// ErrPassphrase says that the passphrase does not open the archive.
	ErrPassphrase = errors.New("archive: the passphrase does not open it")
	// ErrDamaged says that the archive is not whole, or was changed.
	ErrDamaged = errors.New("archive: it is damaged")
	// ErrWeak says that a passphrase is too short to lock anything with.
	ErrWeak = errors.New("archive: the passphrase is too short, or has letters that not every keyboard has")
)

// head is the first thing in the page that is not for people. Its bytes are
// authenticated with every part.
type head struct {
	Version int    `json:"version"`
	Salt    []byte `json:"salt"`
	Rounds  int    `json:"rounds"`
}

// Write locks content, a JSON document as belongings.WriteCopy makes it, and
// writes the page. It holds one part of the content in memory. Once folded the
// passphrase has to have LeastPassphrase letters, all of them ASCII; it is
// ErrWeak otherwise.
func Write(w io.Writer, passphrase string, content io.Reader, words Words) error {
	return write(w, passphrase, content, words, rounds)
}

func write(w io.Writer, passphrase string, content io.Reader, words Words, rounds int) error {
	folded := fold(passphrase)
	if len(folded) < LeastPassphrase || strings.ContainsFunc(folded, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ErrWeak
	}
	h := head{Version: version, Salt: make([]byte, saltBytes), Rounds: rounds}
	rand.Read(h.Salt) // never fails: crypto/rand ends the program instead
	about, err := json.Marshal(h)
	if err != nil {
		return err
	}
	locks, err := h.cipher(folded)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	if err := writePage(out, words); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s%s%s\n", headBegins, about, scriptEnds)
	if err := writeParts(out, content, locks, about); err != nil {
		return err
	}
	fmt.Fprintln(out, "</body></html>")
	return out.Flush()
}

// These stand around what is not for people; each such element is one line.
const (
	headBegins = `<script type="application/json" id="head">`
	partBegins = `<script type="text/plain" class="part">`
	scriptEnds = `</script>`
)

// writeParts reads one part ahead, because the last one says that it is.
func writeParts(out *bufio.Writer, content io.Reader, locks cipher.AEAD, about []byte) error {
	part, next := make([]byte, partBytes), make([]byte, partBytes)
	sealed := make([]byte, 0, partBytes+locks.Overhead())
	n, err := io.ReadFull(content, part)
	for number := uint32(0); ; number++ {
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		var more int
		var then error = io.EOF
		if err == nil {
			more, then = io.ReadFull(content, next)
		}
		last := more == 0 && then == io.EOF
		sealed = locks.Seal(sealed[:0], nonce(number, last), part[:n], about)
		out.WriteString(partBegins)
		encoder := base64.NewEncoder(base64.StdEncoding, out)
		encoder.Write(sealed)
		if err := errors.Join(encoder.Close(), writeLine(out, scriptEnds)); err != nil {
			return err
		}
		if last {
			return nil
		}
		part, next, n, err = next, part, more, then
	}
}

func writeLine(out *bufio.Writer, text string) error {
	_, err := out.WriteString(text + "\n")
	return err
}

// nonce is the number of a part, in eleven bytes, and whether it is the last:
// parts cannot change places, and none can go missing from the end.
func nonce(part uint32, last bool) []byte {
	n := make([]byte, 12)
	binary.BigEndian.PutUint32(n[7:], part)
	if last {
		n[11] = 1
	}
	return n
}

func (h head) cipher(folded string) (cipher.AEAD, error) {
	key, err := pbkdf2.Key(sha256.New, folded, h.Salt, h.Rounds, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// fold brings a typed passphrase to the form that locks: small letters without
// accents, one space between words. The script in the page does the same.
func fold(typed string) string {
	var plain strings.Builder
	for _, r := range norm.NFKD.String(typed) {
		if !unicode.IsMark(r) {
			plain.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Join(strings.FieldsFunc(plain.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ")
}
