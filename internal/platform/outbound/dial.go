package outbound

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"syscall"
)

// maxAnswers is how many addresses of one name are tried.
const maxAnswers = 6

// dial resolves once and connects to an address of that answer: between the
// look and the connection there is no second question that could be answered
// differently.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	answers, err := c.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	dialer := c.dialer(answers)
	for _, addr := range answers[:min(len(answers), maxAnswers)] {
		var conn net.Conn
		conn, err = dialer.DialContext(ctx, network, net.JoinHostPort(addr.String(), port))
		if err == nil {
			return conn, nil
		}
	}
	return nil, err
}

func (c *Client) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, nil
	}
	found, err := c.resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, &net.DNSError{Err: "no addresses", IsNotFound: true}
	}
	answers := make([]netip.Addr, len(found))
	for i, addr := range found {
		answers[i] = addr.Unmap() // some resolvers hand out IPv4 inside IPv6
	}
	return answers, nil
}

func (c *Client) dialer(answers []netip.Addr) *net.Dialer {
	return &net.Dialer{Timeout: connectTimeout, ControlContext: c.guard(answers)}
}

// guard looks at the address that the socket is about to connect to, and at
// the whole answer it came from: a name with one foot inside is refused, not
// tried until it leads somewhere.
func (c *Client) guard(answers []netip.Addr) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, _, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return refuse(ErrNotPublic, err)
		}
		if !c.admits(to.Addr()) || slices.ContainsFunc(answers, c.closed) {
			return refuse(ErrNotPublic, nil)
		}
		return nil
	}
}

func (c *Client) closed(addr netip.Addr) bool { return !c.admits(addr) }
