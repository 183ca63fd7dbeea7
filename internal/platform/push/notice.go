package push

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"handrail/internal/platform/i18n"
)

const (
	defaultKeep = 24 * time.Hour
	longestKeep = 28 * 24 * time.Hour // no push service keeps longer
	maxPath     = 256
)

// Notice is one line on a screen. Its words are a constant, so what a member
// wrote cannot get into it; what it is about is behind Path.
type Notice struct {
	Text    i18n.Text     // "" says "You have an update"
	Topic   string        // a notice takes the place of an unread one with the same topic
	Path    string        // the page of this site that it opens; "" is the first page
	Keep    time.Duration // how long to wait for a device that is away; 0 is a day, at most 28
	Urgency Urgency
}

// Urgency tells a sleeping device whether to wake up (RFC 8030 §5.3).
type Urgency string

// The urgencies. The zero value is Normal.
const (
	VeryLow Urgency = "very-low" // on power and Wi-Fi
	Low     Urgency = "low"      // on power or Wi-Fi
	Normal  Urgency = "normal"
	High    Urgency = "high" // even with the battery low: a call, a code
)

// Payload is what the service worker of the site gets, as JSON.
type Payload struct {
	Title string `json:"title"` // worded for the reader
	Tag   string `json:"tag"`   // notices with one tag replace each other on screen
	Path  string `json:"path"`
	Lang  string `json:"lang"`
	Dir   string `json:"dir"` // ltr or rtl
}

// parcel is a notice made ready for one device.
type parcel struct {
	payload []byte
	topic   string
	seconds int
	urgency Urgency
}

func (n Notice) pack(ctx context.Context, to Subscription) (parcel, error) {
	if err := n.check(); err != nil {
		return parcel{}, err
	}
	if to.IsZero() {
		return parcel{}, errors.New("push: nobody to send to")
	}
	reader := i18n.From(ctx)
	p := parcel{topic: to.topic(n.Topic), seconds: int(n.keep().Seconds()), urgency: n.Urgency}
	if p.urgency == "" {
		p.urgency = Normal
	}
	var err error
	p.payload, err = json.Marshal(Payload{
		Title: i18n.T(ctx, n.text()),
		Tag:   p.topic,
		Path:  "/" + strings.TrimPrefix(n.Path, "/"),
		Lang:  reader.Lang(),
		Dir:   reader.Dir(),
	})
	return p, err
}

func (n Notice) check() error {
	switch n.Urgency {
	case "", VeryLow, Low, Normal, High:
	default:
		return errors.New("push: no such urgency")
	}
	if n.Keep < 0 || n.Keep > longestKeep {
		return errors.New("push: a notice is kept for at most 28 days")
	}
	away := strings.HasPrefix(n.Path, "//") || strings.ContainsAny(n.Path, "\\\r\n\t")
	if n.Path != "" && (n.Path[0] != '/' || away || len(n.Path) > maxPath) {
		return errors.New("push: a notice opens a page of this site")
	}
	return nil
}

func (n Notice) keep() time.Duration {
	if n.Keep == 0 {
		return defaultKeep
	}
	return n.Keep
}

func (n Notice) text() i18n.Text {
	if n.Text == "" {
		return "You have an update"
	}
	return n.Text
}
