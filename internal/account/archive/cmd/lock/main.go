// Command lock reads a JSON document from its standard input and writes the page
// that holds it, locked with the passphrase in the variable PASSPHRASE. The
// journeys in a browser make their pages with it.
package main

import (
	"context"
	"fmt"
	"os"

	"handrail/internal/account/archive"
)

func main() {
	if err := archive.Write(os.Stdout, os.Getenv("PASSPHRASE"), os.Stdin, archive.WordsIn(context.Background())); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
