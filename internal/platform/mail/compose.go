package mail

import (
	"context"
	"errors"
	"net/mail"
	"net/url"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

const maxSenderName = 64

// Sender is who the messages come from.
type Sender struct {
	From  Address
	Name  string      // "" says "Updates" in the reader's language
	Clock clock.Clock // for the Date header
}

func (s Sender) check() error {
	switch {
	case s.From.IsZero():
		return errors.New("mail: no address to send from")
	case s.Clock == nil:
		return errors.New("mail: no clock")
	case len(s.Name) > maxSenderName || strings.ContainsFunc(s.Name, unicode.IsControl):
		return errors.New("mail: a sender's name is one short line")
	}
	return nil
}

// compose makes the message as it goes over the wire. The headers that
// libraries like to add are set or left out here, because they would tell the
// name of this machine and what program runs on it.
func (s Sender) compose(ctx context.Context, m Message) (*gomail.Msg, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&mail.Address{Name: s.name(ctx), Address: s.From.Text()})
	msg.ToMailAddress(&mail.Address{Address: m.To.Text()})
	msg.Subject(i18n.T(ctx, m.Subject.text()))
	msg.SetDateWithValue(s.Clock.Now())
	msg.SetMessageIDWithValue(id.Random() + "@" + s.From.domain())
	msg.SetGenHeader(gomail.HeaderContentLang, i18n.From(ctx).Lang())
	// RFC 3834 §5: no answering machine may answer this.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	if m.Unsubscribe != "" {
		msg.SetListUnsubscribe("<" + m.Unsubscribe + ">") // RFC 2369 §3.2
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.words(ctx))
	return msg, nil
}

func (s Sender) name(ctx context.Context) string {
	if s.Name != "" {
		return s.Name
	}
	return i18n.TC(ctx, "sender of a message", "Updates")
}

func (m Message) check() error {
	switch {
	case m.To.IsZero():
		return errors.New("mail: nobody to send to")
	case !plainLink(m.Link) || !plainLink(m.Unsubscribe):
		return errors.New("mail: a link is not a plain web address")
	}
	return nil
}

func (m Message) words(ctx context.Context) string {
	var parts []string
	for _, text := range m.Body {
		parts = append(parts, i18n.T(ctx, text))
	}
	if m.Link != "" {
		parts = append(parts, m.Link)
	}
	if m.Unsubscribe != "" {
		parts = append(parts, i18n.T(ctx, "To stop these messages:")+"\n"+m.Unsubscribe)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// plainLink takes "" and what needs no quoting in a header or on a line.
func plainLink(link string) bool {
	if link == "" {
		return true
	}
	u, err := url.Parse(link)
	if err != nil || u.User != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	return len(link) <= 900 && !strings.ContainsFunc(link, notInLink)
}

func notInLink(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>"\,`, r) }
