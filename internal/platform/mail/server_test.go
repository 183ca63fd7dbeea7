package mail

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http/httptest"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// server is a small mail server for one conversation after another. Its fields
// say how it behaves; what it hears is kept.
type server struct {
	tlsFirst  bool
	starttls  bool
	silentAt  string        // the command it never answers
	reached   chan struct{} // closed at silentAt; may be nil
	from      string        // its answer to MAIL FROM
	rcpt      string        // its answer to RCPT TO
	auth      string        // the user and password it wants, as AUTH PLAIN sends them
	hangsUp   bool          // after taking a message
	enhanced  bool          // announces ENHANCEDSTATUSCODES
	port      int
	roots     *x509.CertPool
	tlsConfig *tls.Config

	mu       sync.Mutex
	commands []string // each with "TLS " before it when said under TLS
	messages []string
}

func start(t *testing.T, s *server) *server {
	t.Helper()
	// httptest knows how to make a certificate for 127.0.0.1.
	lender := httptest.NewTLSServer(nil)
	lender.Close()
	s.tlsConfig = &tls.Config{Certificates: lender.TLS.Certificates}
	s.roots = x509.NewCertPool()
	s.roots.AddCert(lender.Certificate())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	var running sync.WaitGroup
	t.Cleanup(func() { l.Close(); running.Wait() })
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { s.talk(conn) })
		}
	})
	return s
}

func (s *server) talk(conn net.Conn) {
	defer conn.Close()
	if s.tlsFirst {
		conn = tls.Server(conn, s.tlsConfig)
	}
	talk := &talk{server: s, conn: conn, text: textproto.NewConn(conn), secure: s.tlsFirst}
	talk.say("220 mx.example.net ready")
	for talk.next() {
	}
}

func (s *server) heard() ([]string, []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.commands...), append([]string(nil), s.messages...)
}

type talk struct {
	*server
	conn   net.Conn
	text   *textproto.Conn
	secure bool
}

func (c *talk) say(lines ...string) {
	for _, line := range lines {
		c.text.PrintfLine("%s", line)
	}
}

func (c *talk) next() bool {
	line, err := c.text.ReadLine()
	if err != nil {
		return false
	}
	c.keep(line)
	verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
	switch verb {
	case c.silentAt:
		if c.reached != nil {
			close(c.reached)
		}
		bufio.NewReader(c.conn).ReadByte() // until the client leaves
		return false
	case "EHLO":
		c.say(c.extensions()...)
	case "STARTTLS":
		c.say("220 go on")
		c.conn = tls.Server(c.conn, c.tlsConfig)
		c.text, c.secure = textproto.NewConn(c.conn), true
	case "AUTH":
		c.say(map[bool]string{true: "235 welcome", false: "535 5.7.8 reader@example.org is not known"}[line == "AUTH PLAIN "+c.auth])
	case "MAIL":
		c.say(map[bool]string{true: "250 ok", false: c.from}[c.from == ""])
	case "RCPT":
		c.say(map[bool]string{true: "250 ok", false: c.rcpt}[c.rcpt == ""])
	case "DATA":
		return c.take()
	case "QUIT":
		c.say("221 bye")
		return false
	default:
		c.say("250 ok")
	}
	return true
}

func (c *talk) keep(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.commands = append(c.commands, map[bool]string{true: "TLS ", false: ""}[c.secure]+line)
}

func (c *talk) extensions() []string {
	lines := []string{"250-mx.example.net"}
	if c.starttls && !c.secure {
		lines = append(lines, "250-STARTTLS")
	}
	if c.auth != "" {
		lines = append(lines, "250-AUTH PLAIN")
	}
	if c.enhanced {
		lines = append(lines, "250-ENHANCEDSTATUSCODES")
	}
	return append(lines, "250 8BITMIME")
}

func (c *talk) take() bool {
	c.say("354 go on")
	body, err := c.text.ReadDotBytes()
	if err != nil {
		return false
	}
	c.mu.Lock()
	c.messages = append(c.messages, string(body))
	c.mu.Unlock()
	c.say("250 taken as " + strconv.Itoa(len(body)))
	return !c.hangsUp
}
