// Package paper is a proof of attendance itself, apart from where it comes from:
// what it says, its signed text, and its page as a PDF. It knows no database and
// no person, and a paper has no place for a name.
//
// A signed text is "h1", the name of the key, what the paper says as JSON in
// base64url, and an Ed25519 signature (RFC 8032) over all that stands before it,
// joined by dots. Any change of any byte of it is found.
package paper

import (
	"time"
)

// Facts are all that a paper says.
type Facts struct {
	Serial    string `json:"s"`           // 128 random bits in base64url
	Name      string `json:"n,omitempty"` // of the site or the group, or ""
	Title     string `json:"t,omitempty"` // of the meeting, or ""
	Start     string `json:"d"`           // by the clock in Zone, like "2026-11-24T19:00"
	End       string `json:"e"`           //
	Zone      string `json:"z"`           // IANA
	Minutes   int    `json:"m"`           // present, as shown by codes in the room
	Confirmed bool   `json:"c,omitempty"` // by a host
	Issued    string `json:"i"`           // the day, like "2026-11-24"
	Until     string `json:"u"`           // the last day on which it counts
}

// The shapes of times in Facts.
const (
	WallShape = "2006-01-02T15:04"
	DayShape  = "2006-01-02"
)

// Lasts is how long a paper counts.
const Lasts = 90 * 24 * time.Hour

// anywhere is how much later than in UTC a day ends in the last place on earth.
const anywhere = 12 * time.Hour

// Ends is when the paper counts no more: once its last day is over everywhere.
func (f Facts) Ends() time.Time {
	day, err := time.Parse(DayShape, f.Until)
	if err != nil {
		return time.Time{}
	}
	return day.Add(24*time.Hour + anywhere)
}

// Begins and Finishes are when the meeting was, by its own clock.
func (f Facts) Begins() time.Time { return f.wall(f.Start) }

// Finishes is Begins for the end.
func (f Facts) Finishes() time.Time { return f.wall(f.End) }

// wall is a wall-clock time as it is shown. It lies in UTC, so that nothing
// moves it: the zone is named beside it.
func (f Facts) wall(text string) time.Time {
	at, err := time.Parse(WallShape, text)
	if err != nil {
		return time.Time{}
	}
	return at
}
