package archive

import "io"

// WriteQuickly is Write with a key that is quick to make: the tests make many.
func WriteQuickly(w io.Writer, passphrase string, content io.Reader, words Words) error {
	return write(w, passphrase, content, words, quickRounds)
}

const quickRounds = 1000
