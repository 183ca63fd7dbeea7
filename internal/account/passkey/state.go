package passkey

import (
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/webauthn"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
)

type ceremony string

const (
	adding    ceremony = "add"
	signingIn ceremony = "sign-in"
	proving   ceremony = "prove"
)

// state is what is remembered between question and answer. The library would
// read the machine's clock to end a ceremony, so the end is kept and judged
// here.
type state struct {
	Ceremony ceremony             `json:"ceremony"`
	Until    int64                `json:"until"` // unix milliseconds
	Session  webauthn.SessionData `json:"session"`
}

// began writes down a ceremony: the options for the browser, the state for us.
func (p *Party) began(what ceremony, options any, session *webauthn.SessionData) (json.RawMessage, []byte, error) {
	asked, err := json.Marshal(options)
	if err != nil {
		return nil, nil, fmt.Errorf("write the options of a passkey: %w", err)
	}
	kept, err := json.Marshal(state{Ceremony: what, Until: clock.Millis(p.clock.Now().Add(Patience)), Session: *session})
	if err != nil {
		return nil, nil, fmt.Errorf("write the state of a passkey: %w", err)
	}
	return asked, kept, nil
}

// resume reads the state of a ceremony that may still be finished with answer.
func (p *Party) resume(what ceremony, kept, answer []byte) (webauthn.SessionData, error) {
	var s state
	switch {
	case p.rules == nil:
		return s.Session, impossible()
	case len(answer) > MaxAnswer, json.Unmarshal(kept, &s) != nil, s.Ceremony != what:
		return s.Session, Unusable()
	case clock.Millis(p.clock.Now()) >= s.Until:
		return s.Session, fault.New(fault.Invalid, Late)
	}
	return s.Session, nil
}
