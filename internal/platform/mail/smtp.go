package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/textproto"
	"slices"
	"strings"
	"syscall"
	"time"

	gomail "github.com/wneessen/go-mail"

	"handrail/internal/platform/fault"
)

const defaultTimeout = 30 * time.Second

// Security says how the way to the mail server is protected.
type Security int

// The ways.
const (
	StartTLS Security = iota // begins plain; nothing is said before TLS (RFC 3207)
	TLS                      // TLS from the first byte (RFC 8314)
	Plain                    // none; to a server on this machine only
)

// Server is where messages are handed in. It is chosen by the people who run
// the machine, so it may well be inside their own network.
type Server struct {
	Host     string
	Port     int // 0: 465 for TLS, 587 for StartTLS, 25 for Plain
	Security Security
	User     string // "" signs in nowhere
	Password string
	Timeout  time.Duration  // for one whole message; 0: half a minute
	Roots    *x509.CertPool // nil: the machine's
}

// SMTP hands messages to a mail server.
type SMTP struct {
	server Server
	sender Sender
}

// NewSMTP makes a mailer for server. It connects to nothing yet. It refuses
// Security Plain for a host that is not this machine.
func NewSMTP(server Server, sender Sender) (*SMTP, error) {
	if err := sender.check(); err != nil {
		return nil, err
	}
	if server.Host == "" {
		return nil, errors.New("mail: no server")
	}
	if server.Security == Plain && !loopback(server.Host) {
		return nil, errors.New("mail: without TLS only a server on this machine can be used")
	}
	if server.Port == 0 {
		server.Port = map[Security]int{StartTLS: 587, TLS: 465, Plain: 25}[server.Security]
	}
	if server.Timeout <= 0 {
		server.Timeout = defaultTimeout
	}
	return &SMTP{server: server, sender: sender}, nil
}

// On is true.
func (s *SMTP) On() bool { return true }

// Send hands the message in, in a conversation of its own.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := s.sender.compose(ctx, m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.server.Timeout)
	defer cancel()
	client, err := gomail.NewClient(s.server.Host, s.options(ctx)...)
	if err != nil {
		return notSent(err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() {
		// A server that hangs up without goodbye has the message all the same;
		// a second try would send it twice.
		return nil
	}
	return notSent(err)
}

func (s *SMTP) options(ctx context.Context) []gomail.Option {
	options := []gomail.Option{
		gomail.WithPort(s.server.Port),
		gomail.WithTimeout(s.server.Timeout),
		gomail.WithHELO(s.sender.From.domain()), // not this machine's name
		gomail.WithTLSConfig(s.tls()),
		gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithDialContextFunc(s.connect(ctx)),
	}
	switch s.server.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.server.User != "" {
		options = append(options,
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin),
			gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Password))
	}
	return options
}

func (s *SMTP) tls() *tls.Config {
	return &tls.Config{ServerName: s.server.Host, RootCAs: s.server.Roots, MinVersion: tls.VersionTLS12}
}

// connect ties the connection to the message's own ctx: a server that goes
// silent in mid-conversation is left when the time is up.
func (s *SMTP) connect(message context.Context) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(message, func() { conn.Close() })
		if s.server.Security == TLS {
			return tls.Client(conn, s.tls()), nil
		}
		return conn, nil
	}
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
}

// notSent keeps cause out of the error: a mail server likes to repeat the
// address in its answer, and this error may be logged.
func notSent(cause error) error {
	if noMailbox(cause) {
		say := fault.New(fault.Invalid, "That e-mail address does not take mail. Check it, or use another one.")
		return fmt.Errorf("%w%s: %w", ErrNoMailbox, detail(cause), say)
	}
	say := fault.New(fault.Unavailable, "We can't send e-mail right now. Please try again later.")
	return fmt.Errorf("%w%s: %w", ErrNotSent, detail(cause), say)
}

// noMailbox reads the answer to RCPT TO: 5.1 and 5.2 speak of the mailbox, the
// rest (5.7, relaying denied) of our own standing (RFC 3463 §3).
func noMailbox(err error) bool {
	var sent *gomail.SendError
	if !errors.As(err, &sent) || sent.Reason != gomail.ErrSMTPRcptTo {
		return false
	}
	if class := sent.EnhancedStatusCode(); class != "" {
		return strings.HasPrefix(class, "5.1.") || strings.HasPrefix(class, "5.2.")
	}
	return slices.Contains([]int{550, 551, 553}, sent.ErrorCode())
}

func detail(err error) string {
	var sent *gomail.SendError
	var answer *textproto.Error
	var certificate *tls.CertificateVerificationError
	var network net.Error
	switch {
	case errors.As(err, &sent) && sent.ErrorCode() != 0:
		return fmt.Sprintf(": the server said %d %s", sent.ErrorCode(), sent.EnhancedStatusCode())
	case errors.As(err, &answer):
		return fmt.Sprintf(": the server said %d", answer.Code)
	case errors.As(err, &certificate):
		return ": certificate not trusted"
	case strings.Contains(err.Error(), "does not support STARTTLS"):
		return ": the server offers no TLS"
	case errors.Is(err, syscall.ECONNREFUSED):
		return ": connection refused"
	case errors.As(err, &network) && network.Timeout(), errors.Is(err, net.ErrClosed):
		return ": timed out"
	}
	return ""
}
