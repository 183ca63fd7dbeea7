package backup

import (
	"bufio"
	"io"
)

// plain is the logical export as a file: for each table a line that says what
// follows, then its rows.
type plain struct{ w *bufio.Writer }

func newPlain(w io.Writer) *plain { return &plain{w: bufio.NewWriterSize(w, 1<<16)} }

func (p *plain) table(t Table) error {
	line, err := jsonLine(t)
	if err != nil {
		return err
	}
	_, err = p.w.Write(line)
	return err
}

// Write adds rows.
func (p *plain) Write(rows []byte) (int, error) { return p.w.Write(rows) }
