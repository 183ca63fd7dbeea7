//go:build bench

// Finder takes in 200,000 meetings of ten sources, and measures that, each opening of the pages on which people look for them, the feeds for machines, and reading a source again.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"time"

	"handrail/bench/house"
)

var (
	given   = house.PageFlags(1000)
	sources = flag.Int("sources", 10, "how many sources there are")
	each    = flag.Int("each", 20000, "how many meetings each of them lists")
)

func main() {
	flag.Parse()
	house.RunOn(*given.Engine, run)
}

func run(ctx context.Context, p house.Place) error {
	files, err := writeFeeds(p.Folder)
	if err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, os.Getenv("HANDRAIL_BINARY"), append([]string{"migrate"}, p.Args()...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	wrong := takeAll(ctx, p, files)
	if err := p.Settle(ctx); err != nil {
		return err
	}
	asks, err := asks(ctx, p)
	if err != nil {
		return errors.Join(wrong, err)
	}
	wrong = errors.Join(wrong, p.Measure(ctx, given, asks), stream(ctx, p))
	return errors.Join(wrong, takeAgain(ctx, p, files[0]))
}

// bounds of what is measured.
const (
	takeWithin  = time.Minute
	takeMemory  = 300 << 20
	againWithin = 3 * time.Second
	pageWithin  = 5 * time.Millisecond
	nowWithin   = 10 * time.Millisecond
	pageBytes   = 60_000
	feedMemory  = 64 << 20 // that streaming may add
)
