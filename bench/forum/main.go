//go:build bench

// Forum fills a house with 200,000 posts, and measures the processor time of reading a page of fifty, of lists, of searching and of posting.
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

var (
	topics = flag.Int("topics", 4000, "how many topics there are, of fifty posts each")
	asked  = flag.Int("asked", 2000, "how often each page is opened")
	posted = flag.Int("posted", 800, "how many posts are written")
	engine = flag.String("engine", "both", "sqlite, postgres or both")
	strict = flag.Bool("strict", false, "fail where something takes more than it may")
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
	folder, err := os.MkdirTemp("", "handrail-forum-")
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
	fmt.Printf("%-10s %d topics of %d posts in one group, filled in %.1f s\n", name, *topics, postsEach, time.Since(began).Seconds())
	h, err := house.New(nil, args...)
	if err != nil {
		return err
	}
	if _, err := h.Start(); err != nil {
		return err
	}
	defer h.Kill()
	m := &meter{house: h, town: town, server: house.Postmaster(ctx, database), client: plainClient()}
	var wrong error
	for _, p := range town.pages() {
		wrong = errors.Join(wrong, m.measure(ctx, name, p))
	}
	return errors.Join(wrong, m.measurePosting(ctx, name))
}
