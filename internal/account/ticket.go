package account

import (
	"strconv"
	"strings"
	"time"

	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/id"
)

// Ticket is what a device holds that asked to be let in.
type Ticket struct {
	Token string    // its secret
	Code  string    // to be said to somebody who can confirm it
	Asked time.Time // to the millisecond
}

// Text is the ticket as a cookie holds it.
func (t Ticket) Text() string {
	return t.Token + "." + t.Code + "." + strconv.FormatInt(clock.Millis(t.Asked), 36)
}

// TicketFrom reads a ticket from a cookie. Anything else is no ticket.
func TicketFrom(text string) (t Ticket, ok bool) {
	token, rest, _ := strings.Cut(text, ".")
	code, asked, _ := strings.Cut(rest, ".")
	at, err := strconv.ParseInt(asked, 36, 64)
	if _, spoken := secret.FoldSpoken(code); err != nil || !spoken || len(token) != len(id.Token()) {
		return Ticket{}, false
	}
	return Ticket{Token: token, Code: code, Asked: clock.FromMillis(at)}, true
}
