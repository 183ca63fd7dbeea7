// Command translations keeps the translations of the program complete:
//
//	go run ./internal/platform/i18n/cmd/translations check   what is missing, stale or broken
//	go run ./internal/platform/i18n/cmd/translations sync    add what is missing, empty; take out what is stale
//	go run ./internal/platform/i18n/cmd/translations words   texts that are hard to read or hold words to avoid
//
// It reads the packages it is given, or all of them. It ends with status 1 when
// check or words find something, and with 2 when the code cannot be read.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"handrail/internal/platform/i18n/translation"
)

type packages struct {
	Patterns []string `arg:"" optional:"" help:"Packages to read, as the go command names them (default ./...)."`
}

type commands struct {
	Check struct {
		packages `embed:""`
	} `cmd:"" help:"List texts that are missing, stale or broken in a language."`
	Sync struct {
		packages `embed:""`
	} `cmd:"" help:"Bring the locale files up to date; what is to be translated is left empty."`
	Words struct {
		packages `embed:""`
		Grade    float64 `default:"6" help:"The school grade that a sentence of more than eight words may take to read."`
	} `cmd:"" help:"List texts that are hard to read, or hold a word to avoid."`
}

func main() {
	var asked commands
	command := kong.Parse(&asked, kong.Description("Keeps the translations of the program complete.")).Selected().Name
	found, err := run(command, asked, os.Stdout)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case found > 0:
		os.Exit(1)
	}
}

// run says how many problems were found.
func run(command string, asked commands, out io.Writer) (int, error) {
	patterns := map[string][]string{
		"check": asked.Check.Patterns, "sync": asked.Sync.Patterns, "words": asked.Words.Patterns,
	}
	source, err := translation.Read(context.Background(), translation.Options{
		Dir:       ".",
		Patterns:  patterns[command],
		I18n:      "handrail/internal/platform/i18n",
		Languages: []string{"es", "fr"},
	})
	if err != nil {
		return 0, err
	}
	switch command {
	case "check":
		return report(out, "to put right")(source.Check())
	case "words":
		return report(out, "to reword")(source.Words(asked.Words.Grade))
	}
	changed, err := source.Sync()
	for _, file := range changed {
		fmt.Fprintln(out, file)
	}
	return 0, err
}

func report(out io.Writer, what string) func([]translation.Problem, error) (int, error) {
	return func(problems []translation.Problem, err error) (int, error) {
		for _, p := range problems {
			fmt.Fprintln(out, p)
		}
		if len(problems) > 0 {
			fmt.Fprintf(out, "%d %s\n", len(problems), what)
		}
		return len(problems), err
	}
}
