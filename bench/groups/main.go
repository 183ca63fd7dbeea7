//go:build bench

// Groups fills a house with one group of 50,000 members and 500 others, and measures the processor time of each opening of each page about them.
package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"handrail/bench/house"
)

// within is how much of a processor a page may take, the database's part
// included.
const within = 20 * time.Millisecond

var (
	given   = house.PageFlags(300)
	members = flag.Int("members", 50_000, "how many members the large group has")
	others  = flag.Int("groups", 500, "how many other groups there are")
)

func main() {
	flag.Parse()
	given.Run(func(ctx context.Context, p house.Place) (string, []house.Ask, error) {
		t, err := found(ctx, p)
		if err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("%d members in one group, %d other groups", *members, *others), t.asks(), nil
	})
}
