// Package outbound is the only way out: the one HTTP client for addresses that
// somebody else chose, such as a listing to import or the push service of a
// phone. A hostile address must not reach what stands behind the firewall, so
// the client resolves a name itself, looks at every address in the answer at
// the moment of connecting, and connects to that very address. It sends no
// cookies, no Referer and no name of ours, and takes no proxy from the
// environment. OWASP ASVS 5.0, 1.3.6.
package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"embed"
	"net"
	"net/http"
	"net/netip"
	"time"

	"golang.org/x/net/http/httpguts"
)

// Locale holds the translations of this package's sentences.
//
//go:embed locale/*.json
var Locale embed.FS

const (
	defaultTimeout  = 30 * time.Second
	defaultMaxBytes = 10 << 20
	maxHeaderBytes  = 64 << 10
	maxRedirects    = 5
	connectTimeout  = 5 * time.Second
	idleTimeout     = 30 * time.Second
	neutralAgent    = "Mozilla/5.0 (compatible)"
)

// Resolver finds the addresses of a name. *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Options shape a Client. The zero value is the strict one: public addresses
// on ports 80 and 443, half a minute, 10 MiB.
type Options struct {
	// AllowPrivate also lets through loopback, private, unique local and
	// carrier-shared addresses. Link-local ones, where clouds keep their
	// secrets, stay closed, and so does everything reserved.
	AllowPrivate bool
	AnyPort      bool          // ports besides 80 and 443
	NoRedirects  bool          // hand back a redirect instead of following it
	Timeout      time.Duration // for everything, from resolving to the last byte
	MaxBytes     int64         // of the unpacked body
	Types        []string      // media types taken from a 2xx answer; nil takes any
	UserAgent    string        // names neither us nor what we are for
	Resolver     Resolver      // nil: the machine's
	Roots        *x509.CertPool
}

// Client makes requests under the rules of its Options. It may be used by any
// number of goroutines at once.
type Client struct {
	http      *http.Client
	transport *http.Transport
	resolver  Resolver
	agent     string
	anyPort   bool
	maxBytes  int64
	types     []string
	admits    func(netip.Addr) bool
}

// New makes a Client.
func New(o Options) *Client {
	c := &Client{
		resolver: o.Resolver,
		agent:    o.UserAgent,
		anyPort:  o.AnyPort,
		maxBytes: o.MaxBytes,
		types:    o.Types,
		admits:   publicOnly,
	}
	if c.resolver == nil {
		c.resolver = net.DefaultResolver
	}
	if !httpguts.ValidHeaderFieldValue(c.agent) || c.agent == "" {
		c.agent = neutralAgent
	}
	if c.maxBytes <= 0 {
		c.maxBytes = defaultMaxBytes
	}
	if o.AllowPrivate {
		c.admits = publicOrNear
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	c.transport = c.makeTransport(o.Roots)
	c.http = &http.Client{Transport: hop{c}, Timeout: o.Timeout, CheckRedirect: followable}
	if o.NoRedirects {
		c.http.CheckRedirect = keepRedirect
	}
	return c
}

// Check says whether address has a shape that this client takes: http or
// https, a name or an ordinary IP address, an allowed port, nobody's password.
// It looks up nothing; whether the name leads somewhere public is seen only on
// connecting. The error is a fault of kind Invalid.
func (c *Client) Check(address string) error {
	_, err := c.parse(address)
	return err
}

// Get asks for address. See Do.
func (c *Client) Get(ctx context.Context, address string) (*http.Response, error) {
	u, err := c.parse(address)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, refuse(ErrAddress, err)
	}
	return c.Do(request)
}

// Do makes the request and follows up to five redirects, never from https down
// to http. Every failure is a fault and one of the Err… of this package; its
// text holds no part of the address. Reading more than MaxBytes from the body
// fails with ErrTooLarge. The caller closes the body.
func (c *Client) Do(request *http.Request) (*http.Response, error) {
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, explain(err)
	}
	if err := c.takes(answer); err != nil {
		answer.Body.Close()
		return nil, err
	}
	answer.Body = &cappedBody{from: answer.Body, left: c.maxBytes}
	return answer, nil
}

// CloseIdle closes the connections kept for a next request.
func (c *Client) CloseIdle() { c.transport.CloseIdleConnections() }

// makeTransport sets no Proxy: an environment variable must not decide who
// sees what we fetch, nor connect for us behind the guard's back.
func (c *Client) makeTransport(roots *x509.CertPool) *http.Transport {
	return &http.Transport{
		DialContext:            c.dial,
		ForceAttemptHTTP2:      true,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:    2 * connectTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           16,
		IdleConnTimeout:        idleTimeout,
	}
}

// hop carries each request of a chain of redirects, so its rules hold for the
// first address and for every later one.
type hop struct{ client *Client }

func (h hop) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := h.client.checkURL(request.URL); err != nil {
		if request.Body != nil {
			request.Body.Close()
		}
		return nil, err
	}
	quiet := request.Clone(request.Context())
	quiet.Host = ""
	quiet.Header.Set("User-Agent", h.client.agent)
	quiet.Header.Del("Referer")
	quiet.Header.Del("Cookie")
	return h.client.transport.RoundTrip(quiet)
}

func followable(next *http.Request, before []*http.Request) error {
	downgrade := before[len(before)-1].URL.Scheme == "https" && next.URL.Scheme != "https"
	if downgrade || len(before) > maxRedirects {
		return refuse(ErrRedirect, nil)
	}
	return nil
}

func keepRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
