//go:build bench

// Finder takes in 200,000 meetings of ten sources, and measures that, the pages on which people look for them, the feeds for machines, and reading a source again.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"handrail/bench/house"
)

var (
	sources = flag.Int("sources", 10, "how many sources there are")
	each    = flag.Int("each", 20000, "how many meetings each of them lists")
	asked   = flag.Int("asked", 1000, "how often each page is opened")
	engine  = flag.String("engine", "both", "sqlite, postgres or both")
	strict  = flag.Bool("strict", false, "fail where something takes more than it may")
)

func main() {
	flag.Parse()
	failed := false
	for _, name := range []string{"sqlite", "postgres"} {
		if *engine != "both" && *engine != name {
			continue
		}
		if err := run(context.Background(), name); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

func run(ctx context.Context, name string) error {
	folder, err := os.MkdirTemp("", "handrail-finder-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	database, where := "", []string{"--data", filepath.Join(folder, "data")}
	if name == "postgres" {
		database = os.Getenv("HANDRAIL_TEST_POSTGRES")
		where = append(where, "--database", database)
	}
	files, err := writeFeeds(folder)
	if err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, os.Getenv("HANDRAIL_BINARY"), append([]string{"migrate"}, where...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	wrong := takeAll(ctx, name, files, where)
	h, err := house.New(nil, append(where, "--trusted-proxy", "127.0.0.0/8", "--trusted-proxy", "::1/128")...)
	if err != nil {
		return err
	}
	if _, err := h.Start(); err != nil {
		return err
	}
	defer h.Kill()
	m := &meter{house: h, server: house.Postmaster(ctx, database), client: plainClient()}
	for _, p := range pages() {
		wrong = errors.Join(wrong, m.measure(ctx, name, p))
	}
	for _, f := range feeds() {
		wrong = errors.Join(wrong, m.stream(ctx, name, f))
	}
	return errors.Join(wrong, takeAgain(ctx, name, files[0], where))
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
