//go:build bench

// Meeting has 150 people follow one run sheet and its queue over websockets, and measures how soon each hears of a change.
package main

import (
	"context"
	"errors"
	"flag"
	"time"

	"handrail/bench/house"
)

var (
	people = flag.Int("people", 150, "how many follow")
	deeds  = flag.Int("deeds", 400, "how often something is changed")
	pace   = flag.Duration("pace", 100*time.Millisecond, "how long after one change the next one comes")
	away   = flag.Int("away", 3, "how many lose their connection with every tenth change")
	engine = house.EngineFlag()
	strict = flag.Bool("strict", false, "fail where a hundredth takes more than 100 ms")
)

func main() {
	flag.Parse()
	house.RunOn(*engine, run)
}

func run(ctx context.Context, p house.Place) error {
	town, err := found(ctx, p)
	if err != nil {
		return err
	}
	h, err := p.Serve()
	if err != nil {
		return err
	}
	defer h.Kill()
	e := newEvening(h, town)
	defer e.close()
	return errors.Join(e.hold(ctx), e.report(p.Engine))
}
