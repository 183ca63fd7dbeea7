//go:build bench

// Groups fills a house with one group of 50,000 members and 500 others, and measures the processor time of each page about them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"handrail/bench/house"
)

// within is how much of a processor a page may take, the database's part
// included.
const within = 20 * time.Millisecond

var (
	members = flag.Int("members", 50_000, "how many members the large group has")
	others  = flag.Int("groups", 500, "how many other groups there are")
	asked   = flag.Int("asked", 200, "how often each page is opened")
	engine  = flag.String("engine", "both", "sqlite, postgres or both")
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
	folder, err := os.MkdirTemp("", "handrail-groups-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	database, args := "", []string{"--data", folder, "--trusted-proxy", "127.0.0.0/8", "--trusted-proxy", "::1/128"}
	if name == "postgres" {
		database = os.Getenv("HANDRAIL_TEST_POSTGRES")
		args = append(args, "--database", database)
	}
	began := time.Now()
	town, err := found(ctx, folder, database)
	if err != nil {
		return err
	}
	fmt.Printf("%-10s %d members in one group, %d other groups, filled in %.1f s\n", name, *members, *others, time.Since(began).Seconds())
	h, err := house.New(nil, args...)
	if err != nil {
		return err
	}
	if _, err := h.Start(); err != nil {
		return err
	}
	defer h.Kill()
	m := &meter{house: h, town: town, server: house.Postmaster(ctx, database), client: house.Client()}
	var wrong error
	for _, p := range town.pages() {
		wrong = errors.Join(wrong, m.measure(ctx, name, p))
	}
	return wrong
}
