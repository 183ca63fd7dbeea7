//go:build bench

// Meeting has 150 people follow one run sheet and its queue over websockets, and measures how soon each hears of a change.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"handrail/bench/house"
)

var (
	people = flag.Int("people", 150, "how many follow")
	deeds  = flag.Int("deeds", 400, "how often something is changed")
	pace   = flag.Duration("pace", 100*time.Millisecond, "how long after one change the next one comes")
	away   = flag.Int("away", 3, "how many lose their connection with every tenth change")
	engine = flag.String("engine", "both", "sqlite, postgres or both")
	strict = flag.Bool("strict", false, "fail where a hundredth takes more than 100 ms")
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
	folder, err := os.MkdirTemp("", "handrail-meeting-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	folder = filepath.Join(folder, "data")
	database, args := "", []string{"--data", folder, "--trusted-proxy", "127.0.0.0/8", "--trusted-proxy", "::1/128"}
	if name == "postgres" {
		database = os.Getenv("HANDRAIL_TEST_POSTGRES")
		args = append(args, "--database", database)
	}
	town, err := found(ctx, folder, database)
	if err != nil {
		return err
	}
	h, err := house.New(nil, args...)
	if err != nil {
		return err
	}
	if _, err := h.Start(); err != nil {
		return err
	}
	defer h.Kill()
	e := newEvening(h, town)
	defer e.close()
	return errors.Join(e.hold(ctx, name), e.report(name))
}
