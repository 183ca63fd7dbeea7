package outbound

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestMain points the whole test program at a proxy that is not there: a
// client that listened to the environment would fail every test with a name.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"} {
		os.Setenv(name, "http://127.0.0.1:9")
	}
	os.Exit(m.Run())
}

// inside is a service that must not be reached: it counts who comes.
type inside struct {
	port  string
	count atomic.Int64
}

func newInside(t *testing.T) *inside {
	t.Helper()
	in := &inside{}
	four, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, in.port, _ = net.SplitHostPort(four.Addr().String())
	in.serve(t, four)
	if six, err := net.Listen("tcp6", "[::1]:"+in.port); err == nil {
		in.serve(t, six)
	}
	return in
}

func (in *inside) serve(t *testing.T, l net.Listener) {
	server := &httptest.Server{Listener: l, Config: &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "inside") }),
		ConnState: func(_ net.Conn, s http.ConnState) {
			if s == http.StateNew {
				in.count.Add(1)
			}
		},
	}}
	server.Start()
	t.Cleanup(server.Close)
}

// names answers each question with the next of its lists, and the last one
// for ever: a name with two lists is a rebinding one.
type names struct {
	mu    sync.Mutex
	lists map[string][][]string
}

func (n *names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	lists, known := n.lists[strings.TrimSuffix(strings.ToLower(host), ".")]
	if !known {
		if addr, ok := looseIPv4(host); ok {
			return []netip.Addr{addr}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(lists) > 1 {
		n.lists[strings.ToLower(host)] = lists[1:]
	}
	var answers []netip.Addr
	for _, text := range lists[0] {
		answers = append(answers, netip.MustParseAddr(text))
	}
	return answers, nil
}

func always(addresses ...string) [][]string { return [][]string{addresses} }

// looseIPv4 reads an address as the C library does: one to four parts, each
// decimal, octal or hexadecimal, the last one filling what is left.
func looseIPv4(host string) (netip.Addr, bool) {
	parts := strings.Split(strings.TrimSuffix(host, "."), ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 0, 64)
		last := i == len(parts)-1
		room := uint64(1) << 8
		if last {
			room = 1 << (8 * (5 - len(parts)))
		}
		if err != nil || n >= room || strings.Contains(part, "_") {
			return netip.Addr{}, false
		}
		if last {
			value = value<<(8*(5-len(parts))) | n
		} else {
			value = value<<8 | n
		}
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

func TestLooseIPv4ReadsEverySpelling(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "017700000001"} {
		if addr, ok := looseIPv4(host); !ok || addr.String() != "127.0.0.1" {
			t.Errorf("%s was read as %v", host, addr)
		}
	}
}

func page(t *testing.T, h http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func read(c *Client, address string) (string, error) {
	answer, err := c.Get(context.Background(), address)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return fmt.Sprintf("%d %s", answer.StatusCode, body), err
}
