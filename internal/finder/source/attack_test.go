package source_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/finder/source"
	"handrail/internal/platform/outbound"
)

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
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, meetings("Inside")) }),
		ConnState: func(_ net.Conn, s http.ConnState) {
			if s == http.StateNew {
				in.count.Add(1)
			}
		},
	}}
	server.Start()
	t.Cleanup(server.Close)
}

// names answers each question with the next of its lists, and the last one for
// ever: a name with two lists is one that rebinds.
type names struct {
	mu    sync.Mutex
	lists map[string][][]string
}

func (n *names) LookupNetIP(_ context.Context, _, host string) (answers []netip.Addr, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	lists, known := n.lists[host]
	if !known {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(lists) > 1 {
		n.lists[host] = lists[1:]
	}
	for _, text := range lists[0] {
		answers = append(answers, netip.MustParseAddr(text))
	}
	return answers, nil
}

// hostile are addresses that try to get inside: loopback as it is, in other
// spellings, wrapped in IPv6, behind names, misread, and by other schemes.
func hostile() []string {
	return []string{
		"http://127.0.0.1:PORT/", "http://localhost:PORT/", "http://LOCALHOST.:PORT/", "http://0.0.0.0:PORT/", "http://[::]:PORT/", "http://[::1]:PORT/",
		"http://[0:0:0:0:0:0:0:1]:PORT/", "http://127.0.0.2:PORT/", "http://127.255.255.254:PORT/",
		"http://2130706433:PORT/", "http://017700000001:PORT/", "http://0x7f000001:PORT/", "http://0177.0.0.1:PORT/", "http://0x7f.1:PORT/", "http://127.1:PORT/",
		"http://127.0.0.1.:PORT/", "http://0:PORT/", "http://①②⑦.⓪.⓪.①:PORT/", "http://127。0。0。1:PORT/", "http://%31%32%37.0.0.1:PORT/",
		"http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::127.0.0.1]:PORT/",
		"http://[64:ff9b:1::7f00:1]:PORT/", "http://[2002:7f00:1::]:PORT/", "http://[2001:0:7f00:1::]:PORT/", "http://[::1%25lo]:PORT/", "http://[fe80::1%25lo]:PORT/",
		"http://inside.test:PORT/", "http://inside6.test:PORT/", "http://mapped.test:PORT/", "http://zero.test:PORT/", "http://127.0.0.1.wild.test:PORT/",
		"http://good-then-bad.test:PORT/", "http://bad-then-good.test:PORT/", "http://many.test:PORT/", "http://turncoat.test:PORT/",
		"http://good.test@127.0.0.1:PORT/", "http://:@127.0.0.1:PORT/", "http://127.0.0.1:PORT#@good.test/", "http://127.0.0.1:PORT/@good.test", "http:/127.0.0.1:PORT/",
		"http:127.0.0.1:PORT/", "//127.0.0.1:PORT/", "\\\\127.0.0.1:PORT\\", "127.0.0.1:PORT",
		"ftp://127.0.0.1:PORT/", "gopher://127.0.0.1:PORT/_x", "file:///etc/passwd", "ws://127.0.0.1:PORT/", "unix:///run/service.sock", "data:application/json,[]",
		"http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.1.1/", "http://[fc00::1]/",
	}
}

// strict is a house as it is outside tests, but for its names and for any port:
// with 80 and 443 alone nothing inside could be reached anyway.
func strict() apptest.Options {
	always := func(addresses ...string) [][]string { return [][]string{addresses} }
	return apptest.Options{Feeds: outbound.Options{AnyPort: true, Resolver: &names{lists: map[string][][]string{
		"localhost": always("127.0.0.1"), "inside.test": always("127.0.0.1"), "inside6.test": always("::1"), "mapped.test": always("::ffff:127.0.0.1"),
		"zero.test": always("0.0.0.0"), "127.0.0.1.wild.test": always("127.0.0.1"), "good-then-bad.test": always("127.0.0.1", "8.8.8.8"),
		"bad-then-good.test": always("192.168.0.1", "127.0.0.1"), "many.test": always("10.0.0.1", "10.0.0.2", "127.0.0.1"),
		"turncoat.test": {{"10.1.1.1"}, {"127.0.0.1"}},
	}}}}
}

func TestNoAddressOfASourceReachesInside(t *testing.T) {
	eachWith(t, strict(), func(t *testing.T, h *house) {
		in := newInside(t)
		fields := map[string]int{}
		for _, form := range hostile() {
			address := strings.ReplaceAll(form, "PORT", in.port)
			for _, field := range []string{"url", "site"} {
				h.Clock.Advance(60_000_000_000)
				typed := about("http://nobody.test/feed.json")
				typed.Set(field, address)
				if got := h.Post(apptest.Stella, source.Path, typed); got.Code == http.StatusSeeOther {
					fields[field]++
				} else if got.Code != http.StatusUnprocessableEntity {
					t.Errorf("%s=%q: %d", field, address, got.Code)
				}
			}
			h.wantsAny(h.Post(apptest.Stella, source.Path+"/embedding", url.Values{"sites": {address}}))
		}
		h.tried()
		for _, one := range h.sources() {
			if one.Problem == "" {
				t.Errorf("%q was fetched", one.URL)
			}
			path := source.Path + "/" + one.ID
			h.Clock.Advance(60_000_000_000)
			h.wants(h.Post(apptest.Stella, path+"/try", nil), http.StatusSeeOther) // the second answer of a name
		}
		h.tried()
		if n := in.count.Load(); n != 0 || fields["url"] < 15 || len(h.names()) != 0 {
			t.Errorf("%d connections inside, %v forms were tried, found %v", n, fields, h.names())
		}
	})
}

// tried waits until nothing is due any more.
func (h *house) tried() {
	h.t.Helper()
	for {
		h.look()
		due, err := h.Finder.Due(context.Background(), 1)
		if h.must(err); len(due) == 0 {
			return
		}
	}
}

func (h *house) wantsAny(got apptest.Answer) {
	h.t.Helper()
	if got.Code != http.StatusSeeOther && got.Code != http.StatusUnprocessableEntity {
		h.t.Errorf("answered with %d", got.Code)
	}
}

// A site that is allowed leads inside in every way that a site can: it sends on,
// and its page names a feed. The way in is 0.0.0.0, which is open to nobody.
func TestASiteThatLeadsInsideIsNotFollowed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := newInside(t)
		s := newSite(t, nil)
		for _, form := range []string{
			"http://0.0.0.0:PORT/", "http://[::]:PORT/", "http://0x7f000001:PORT/", "http://2130706433:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
			"http://good.test@127.0.0.1:PORT/", "//0.0.0.0:PORT/", "file:///etc/passwd", "ftp://127.0.0.1:PORT/",
		} {
			to := strings.ReplaceAll(form, "PORT", in.port)
			for name, answer := range map[string]http.HandlerFunc{
				"sent on": func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Location", to)
					w.WriteHeader(http.StatusFound)
				},
				"named": says("text/html", fmt.Sprintf(`<link rel="alternate" type="application/json" title="Meetings Feed" href="%s">`, to)),
			} {
				h.Clock.Advance(60_000_000_000)
				s.turn(answer)
				if one := h.added(s.URL); one.Problem == "" {
					t.Errorf("%s to %s: taken", name, to)
				}
			}
		}
		if n := in.count.Load(); n != 0 || s.asked.Load() < 18 {
			t.Errorf("%d connections inside, asked %d times", n, s.asked.Load())
		}
	})
}
