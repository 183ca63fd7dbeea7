package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/realtime"
)

const checkNamespace = "check"

// authoriseCheck lets a session listen to its own channel, and to no other.
func authoriseCheck(_ context.Context, peer realtime.Peer, channel string) (realtime.Grant, error) {
	if peer.Session == "" || channel != id.Hash(peer.Session) {
		return realtime.Grant{}, fault.Missing()
	}
	return realtime.Grant{}, nil
}

// checkChannel is the channel on which the viewer's session hears its pings.
func checkChannel(v account.Viewer) string { return checkNamespace + ":" + id.Hash(v.Session) }

// ping is what goes through the socket. Mark tells the page which of its pings
// came back.
type ping struct {
	Mark string `json:"mark"`
}

var markText = regexp.MustCompile(`^[a-z0-9]{1,32}$`)

// Ping sends a mark to the pages of the viewer's own session, through the
// socket. A mark is up to 32 lower-case letters and digits.
func (s *Service) Ping(ctx context.Context, viewer account.Viewer, mark string) error {
	if !markText.MatchString(mark) {
		return fault.New(fault.Invalid, "This form came back broken. Open the page again and try once more.")
	}
	data, err := json.Marshal(ping{mark})
	if err != nil {
		return err
	}
	err = s.live.Publish(ctx, checkChannel(viewer), data)
	if errors.Is(err, realtime.ErrAway) {
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "The live connection is away just now. Pages work without it. Try again in a moment."), err)
	}
	return err
}
