package mail

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

var june = time.Date(2026, 6, 1, 9, 30, 0, 0, time.UTC)

func address(t testing.TB, s string) Address {
	t.Helper()
	a, err := ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func sender(t testing.TB) Sender {
	return Sender{From: address(t, "post@site.example"), Clock: clock.NewManual(june)}
}

func message(t testing.TB) Message {
	return Message{
		To:          address(t, "reader@example.org"),
		Body:        []i18n.Text{"Something is waiting for you."},
		Link:        "https://site.example/notices",
		Unsubscribe: "https://site.example/settings/mail?token=abc",
	}
}

func mailer(t testing.TB, s *server, security Security) *SMTP {
	t.Helper()
	m, err := NewSMTP(Server{Host: "127.0.0.1", Port: s.port, Security: security, Roots: s.roots}, sender(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSendOverStartTLS(t *testing.T) {
	s := start(t, &server{starttls: true})
	if err := mailer(t, s, StartTLS).Send(t.Context(), message(t)); err != nil {
		t.Fatal(err)
	}
	commands, messages := s.heard()
	if len(messages) != 1 {
		t.Fatalf("%d messages", len(messages))
	}
	for _, command := range commands {
		plain := command == "EHLO site.example" || command == "STARTTLS"
		if !plain && !strings.HasPrefix(command, "TLS ") {
			t.Errorf("said without TLS: %s", command)
		}
	}
	for _, wanted := range []string{"TLS MAIL FROM:<post@site.example>", "TLS RCPT TO:<reader@example.org>"} {
		if !slices.ContainsFunc(commands, func(c string) bool { return strings.HasPrefix(c, wanted) }) {
			t.Errorf("%s is missing in %q", wanted, commands)
		}
	}
	whole := strings.Join(append(commands, messages...), "\n")
	if host, err := os.Hostname(); err == nil && host != "localhost" && strings.Contains(whole, host) {
		t.Errorf("this machine's name is told: %s", whole)
	}
	if strings.Contains(whole, "go-mail") || strings.Contains(whole, "User-Agent") {
		t.Errorf("what runs here is told: %s", whole)
	}
}

func TestSendOverTLS(t *testing.T) {
	s := start(t, &server{tlsFirst: true})
	if err := mailer(t, s, TLS).Send(t.Context(), message(t)); err != nil {
		t.Fatal(err)
	}
	if _, messages := s.heard(); len(messages) != 1 {
		t.Errorf("%d messages", len(messages))
	}
}

func TestSignsInUnderTLSOnly(t *testing.T) {
	token := base64.StdEncoding.EncodeToString([]byte("\x00user\x00secret"))
	for _, security := range []Security{StartTLS, TLS} {
		s := start(t, &server{tlsFirst: security == TLS, starttls: true, auth: token})
		m := mailer(t, s, security)
		m.server.User, m.server.Password = "user", "secret"
		if err := m.Send(t.Context(), message(t)); err != nil {
			t.Fatal(err)
		}
		commands, messages := s.heard()
		if len(messages) != 1 || !slices.Contains(commands, "TLS AUTH PLAIN "+token) {
			t.Errorf("%d messages after %q", len(messages), commands)
		}
		m.server.Password = "wrong"
		err := m.Send(t.Context(), message(t))
		if !errors.Is(err, ErrNotSent) || !strings.Contains(err.Error(), "the server said 535") {
			t.Errorf("a wrong password: %v", err)
		}
	}
}

func TestNothingIsSaidWithoutTLS(t *testing.T) {
	s := start(t, &server{})
	m := mailer(t, s, StartTLS)
	m.server.User, m.server.Password = "user", "secret"
	err := m.Send(t.Context(), message(t))
	if !errors.Is(err, ErrNotSent) || !strings.Contains(err.Error(), "the server offers no TLS") {
		t.Errorf("a server without STARTTLS: %v", err)
	}
	commands, messages := s.heard()
	if len(messages) != 0 || !slices.Equal(commands, []string{"EHLO site.example"}) {
		t.Errorf("said all the same: %q, %d messages", commands, len(messages))
	}
	trusted := start(t, &server{starttls: true})
	m = mailer(t, trusted, StartTLS)
	m.server.Roots = nil
	if err := m.Send(t.Context(), message(t)); !errors.Is(err, ErrNotSent) || !strings.Contains(err.Error(), "certificate not trusted") {
		t.Errorf("a certificate nobody signed: %v", err)
	}
	if _, messages := trusted.heard(); len(messages) != 0 {
		t.Errorf("%d messages to a stranger", len(messages))
	}
}

func TestPlainIsForThisMachine(t *testing.T) {
	for host, allowed := range map[string]bool{
		"127.0.0.1": true, "127.8.8.8": true, "::1": true, "localhost": true, "LOCALHOST": true,
		"mail.example.org": false, "192.168.1.1": false, "localhost.example.org": false, "": false, "0.0.0.0": false,
	} {
		_, err := NewSMTP(Server{Host: host, Security: Plain}, sender(t))
		if (err == nil) != allowed {
			t.Errorf("%q: %v", host, err)
		}
	}
	s := start(t, &server{})
	if err := mailer(t, s, Plain).Send(t.Context(), message(t)); err != nil {
		t.Fatal(err)
	}
	if _, messages := s.heard(); len(messages) != 1 {
		t.Errorf("%d messages", len(messages))
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		answer   string
		enhanced bool
		want     error
		kind     fault.Kind
	}{
		{"550 5.1.1 <reader@example.org> unknown", true, ErrNoMailbox, fault.Invalid},
		{"550 5.2.1 mailbox of reader@example.org is closed", true, ErrNoMailbox, fault.Invalid},
		{"550 no reader@example.org here", false, ErrNoMailbox, fault.Invalid},
		{"550 5.7.1 relaying to reader@example.org denied", true, ErrNotSent, fault.Unavailable},
		{"451 4.3.0 try later, reader@example.org", true, ErrNotSent, fault.Unavailable},
		{"554 reader@example.org looks bad", false, ErrNotSent, fault.Unavailable},
	} {
		s := start(t, &server{rcpt: c.answer, enhanced: c.enhanced})
		err := mailer(t, s, Plain).Send(t.Context(), message(t))
		if !errors.Is(err, c.want) || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.answer, err)
		}
		for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Errorf("notice: %w", err).Error()} {
			if strings.Contains(text, "reader") || !strings.Contains(text, c.answer[:3]) {
				t.Errorf("%s is told as %q", c.answer, text)
			}
		}
	}
}

// Being refused as a sender says nothing about the reader's mailbox.
func TestRefusedSenderIsNoMissingMailbox(t *testing.T) {
	s := start(t, &server{from: "550 5.1.8 your domain is unknown", enhanced: true})
	if err := mailer(t, s, Plain).Send(t.Context(), message(t)); !errors.Is(err, ErrNotSent) || errors.Is(err, ErrNoMailbox) {
		t.Errorf("refused as a sender: %v", err)
	}
}

func TestHangingUpAfterTakingIsDelivery(t *testing.T) {
	s := start(t, &server{hangsUp: true})
	if err := mailer(t, s, Plain).Send(t.Context(), message(t)); err != nil {
		t.Errorf("taken, and yet: %v", err)
	}
}

func TestSilenceEnds(t *testing.T) {
	for _, verb := range []string{"EHLO", "MAIL", "RCPT", "DATA"} {
		s := start(t, &server{silentAt: verb})
		m := mailer(t, s, Plain)
		m.server.Timeout = 100 * time.Millisecond
		if err := m.Send(t.Context(), message(t)); !errors.Is(err, ErrNotSent) || fault.KindOf(err) != fault.Unavailable {
			t.Errorf("silence after %s: %v", verb, err)
		}
	}
	s := start(t, &server{})
	m := mailer(t, s, Plain)
	m.server.Port = 1 // nobody listens
	if err := m.Send(t.Context(), message(t)); !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("nobody there: %v", err)
	}
}

// A server may go silent for longer than we are allowed to wait.
func TestSendEndsWithItsContext(t *testing.T) {
	s := start(t, &server{silentAt: "RCPT", reached: make(chan struct{})})
	m := mailer(t, s, Plain)
	m.server.Timeout = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-s.reached; cancel() }()
	if err := m.Send(ctx, message(t)); !errors.Is(err, ErrNotSent) {
		t.Errorf("given up: %v", err)
	}
}

func TestWhatAMessageSays(t *testing.T) {
	s := start(t, &server{})
	m := mailer(t, s, Plain)
	if err := m.Send(t.Context(), message(t)); err != nil {
		t.Fatal(err)
	}
	_, messages := s.heard()
	parsed, err := mail.ReadMessage(strings.NewReader(messages[0]))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"From": `"Updates" <post@site.example>`, "To": "<reader@example.org>", "Subject": "You have an update",
		"Date": "Mon, 01 Jun 2026 09:30:00 +0000", "Content-Type": "text/plain; charset=UTF-8", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<https://site.example/settings/mail?token=abc>", "Content-Language": "en",
	} {
		if got := parsed.Header.Get(name); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
	if got := parsed.Header.Get("Message-ID"); !strings.HasSuffix(got, "@site.example>") {
		t.Errorf("Message-ID: %s", got)
	}
}
