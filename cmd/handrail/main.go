// Command handrail is the home of recovery support groups: one program with
// everything inside. Run `handrail serve` on an empty folder and open the
// address that it prints.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"handrail/internal/platform/picture"
)

// commands is the command line. Every flag is also an environment variable,
// HANDRAIL_ and its name, and a key of the file named by --config.
type commands struct {
	Config kong.ConfigFlag `help:"A JSON file with flags as its keys." placeholder:"FILE"`

	Serve    serveCommand    `cmd:"" help:"Run Handrail."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database up to date, and end."`
	Backup   backupCommand   `cmd:"" help:"Write everything into one encrypted file."`
	Restore  restoreCommand  `cmd:"" help:"Bring back what a backup holds."`
	Import   importCommand   `cmd:"" help:"Take in what others publish."`
	Export   exportCommand   `cmd:"" help:"Write what is passed on to others."`
	Member   memberCommand   `cmd:"" help:"Look after seats, as a steward would."`
	Keys     keysCommand     `cmd:"" help:"Look after the server's key."`
	Doctor   doctorCommand   `cmd:"" help:"Look for what is wrong, and say how to mend it."`
	Disclose discloseCommand `cmd:"" help:"Print all that this server holds about a person."`
	Routes   routesCommand   `cmd:"" help:"List every address, and who may use it."`
	Version  versionCommand  `cmd:"" help:"Say which version this is."`
}

func main() {
	if picture.IsWorker() {
		picture.Main()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "handrail:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var c commands
	parser, err := kong.New(&c,
		kong.Name("handrail"),
		kong.Description("The home of recovery support groups, in one program."),
		kong.DefaultEnvars("HANDRAIL"),
		kong.Configuration(configFile),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	parser.FatalIfErrorf(err)
	return parsed.Run(&invocation{ctx: ctx, out: os.Stdout})
}
