package main

import (
	"fmt"
	"os"

	"handrail/internal/backup"
)

// progress shows how far long work has come: on a terminal one line that
// changes, anywhere else a line for each tenth.
func progress(to *os.File) func(backup.Progress) {
	info, err := to.Stat()
	onTerminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	var what string
	tenth := int64(-1)
	return func(p backup.Progress) {
		done := int64(10)
		if p.Total > 0 {
			done = p.Done * 10 / p.Total
		}
		switch {
		case onTerminal:
			fmt.Fprintf(to, "\r\x1b[K%s: %d of %d, %d left", p.What, p.Done, p.Total, p.Total-p.Done)
			if p.Done >= p.Total {
				fmt.Fprintln(to)
			}
		case p.What != what || done != tenth:
			fmt.Fprintf(to, "%s: %d of %d, %d left\n", p.What, p.Done, p.Total, p.Total-p.Done)
		}
		what, tenth = p.What, done
	}
}
