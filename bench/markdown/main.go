//go:build bench

// Markdown sends hostile texts to be rendered and measures what other people's pages take meanwhile.
package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"handrail/bench/house"
)

// patterns are repeated until they fill the cap, and ten times over.
var patterns = map[string]string{
	"emphasis": "*a_ ", "links": "[a](b", "brackets": "[", "quotes": ">", "lists": "- ", "angles": "<a", "backticks": "`a``", "stars": "**a ", "entities": "&amp;",
	"images": "![a](", "tables": "| a ", "tildes": "~~a ", "autolinks": "<http://a", "underscores": "_a__ ", "nested lists": "- - ",
}

const limit = 16 << 10

func main() { house.Run(run) }

func run(_ context.Context, p house.Place) error {
	h, err := p.Serve()
	if err != nil {
		return err
	}
	defer h.Kill()
	ordinary := strings.Repeat("I slept badly, and then *somebody* rang. It helped.\n\n", limit/53)
	fmt.Printf("%-14s %s\n", "ordinary", one(h, ordinary))
	stop := h.Watch("/help")
	for name, pattern := range patterns {
		at := strings.Repeat(pattern, limit/len(pattern))
		over := strings.Repeat(pattern, 10*limit/len(pattern))
		fmt.Printf("%-14s at the cap %s, ten times over %s\n", name, one(h, at), one(h, over))
	}
	meanwhile := stop()
	fmt.Println("other pages meanwhile:", meanwhile)
	if meanwhile.P99 > 300*time.Millisecond {
		return fmt.Errorf("others wait too long")
	}
	return nil
}

func one(h *house.House, text string) string {
	began := time.Now()
	status, err := h.Post(context.Background(), house.Client(), "/bench/render", url.Values{"text": {text}})
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d in %d ms", status, time.Since(began).Milliseconds())
}
