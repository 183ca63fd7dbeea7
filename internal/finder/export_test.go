package finder

import (
	"context"
	"encoding/json"
	"time"
)

// SaidOf, Quoted and TextIn are for the tests of marks.
var SaidOf = saidOf

// Quoted is a text as a feed has it in a field that we do not know.
func Quoted(text string) map[string]json.RawMessage {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return map[string]json.RawMessage{"x": raw}
}

// TextIn is what it says when it is read.
func TextIn(rest map[string]json.RawMessage) (text string) {
	if json.Unmarshal(rest["x"], &text) != nil {
		return ""
	}
	return text
}

// KeepAt has a hold say at each tick that the source is still read. ended is closed
// when it says so no more; stop makes it so after the last tick.
func KeepAt(ctx context.Context, h *Hold, ticks <-chan time.Time) (stop func(), ended chan struct{}) {
	again := *h
	again.end, again.ended = make(chan struct{}), make(chan struct{})
	go again.keepAt(ctx, ticks)
	return func() { close(again.end); <-again.ended }, again.ended
}
