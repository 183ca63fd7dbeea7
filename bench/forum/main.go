//go:build bench

// Forum fills a house with 200,000 posts, and measures the processor time of each reading of a page of fifty and of lists, and of each post.
package main

import (
	"context"
	"flag"
	"fmt"

	"handrail/bench/house"
)

var (
	given  = house.PageFlags(1000)
	topics = flag.Int("topics", 4000, "how many topics there are, of fifty posts each")
	posted = flag.Int("posted", 800, "how many posts are written")
)

func main() {
	flag.Parse()
	given.Run(func(ctx context.Context, p house.Place) (string, []house.Ask, error) {
		t, err := found(ctx, p)
		if err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("%d topics of %d posts in one group", *topics, postsEach), t.asks(p.Engine), nil
	})
}
