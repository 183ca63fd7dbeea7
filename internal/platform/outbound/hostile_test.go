package outbound

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"handrail/internal/platform/fault"
)

// form is an address that tries to get inside. PORT stands for the port of a
// service on loopback. An open one reaches it when nothing guards the
// connection, so it is a proof of the guard and not of a spelling.
type form struct {
	address string
	open    bool
}

func hostile() []form {
	return slices.Concat(plainForms(), namedForms(), spelledForms(), wrappedForms(), misreadForms(), otherSchemes())
}

// plainForms name loopback and this host as they are.
func plainForms() []form {
	return []form{
		{"http://127.0.0.1:PORT/", true},
		{"http://127.0.0.1:PORT", true},
		{" http://127.0.0.1:PORT/ ", true},
		{"http://localhost:PORT/", true},
		{"http://LOCALHOST:PORT/", true},
		{"http://localhost.:PORT/", true},
		{"http://ｌｏｃａｌｈｏｓｔ:PORT/", true},
		{"http://0.0.0.0:PORT/", true},
		{"http://[::1]:PORT/", true},
		{"http://[0:0:0:0:0:0:0:1]:PORT/", true},
		{"http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/", true},
		{"http://[::]:PORT/", true},
		{"https://127.0.0.1:PORT/", true},
	}
}

// namedForms are names that lead there.
func namedForms() []form {
	return []form{
		{"http://inside.test:PORT/", true},
		{"http://INSIDE.test:PORT/", true},
		{"http://inside.test.:PORT/", true},
		{"http://inside6.test:PORT/", true},
		{"http://mapped.test:PORT/", true},
		{"http://zero.test:PORT/", true},
		{"http://bücher.test:PORT/", true},
		{"http://xn--bcher-kva.test:PORT/", true},
		{"http://127.0.0.1.wild.test:PORT/", true},
		{"http://good-then-bad.test:PORT/", true},
		{"http://bad-then-good.test:PORT/", false},
		{"http://many.test:PORT/", false},
	}
}

// spelledForms are the same address in other spellings.
func spelledForms() []form {
	return []form{
		{"http://2130706433:PORT/", false},
		{"http://02130706433:PORT/", false},
		{"http://017700000001:PORT/", false},
		{"http://0x7f000001:PORT/", false},
		{"http://0X7F000001:PORT/", false},
		{"http://0177.0.0.1:PORT/", false},
		{"http://0177.0000.0000.0001:PORT/", false},
		{"http://0x7f.0x0.0x0.0x1:PORT/", false},
		{"http://0x7f.1:PORT/", false},
		{"http://127.1:PORT/", false},
		{"http://127.0.1:PORT/", false},
		{"http://127.0.0.01:PORT/", false},
		{"http://127.0.0.1.:PORT/", false},
		{"http://0:PORT/", false},
		{"http://0x:PORT/", false},
		{"http://①②⑦.⓪.⓪.①:PORT/", false},
		{"http://127。0。0。1:PORT/", false},
		{"http://127%2e0%2e0%2e1:PORT/", false},
		{"http://%31%32%37.0.0.1:PORT/", false},
	}
}

// wrappedForms put IPv4 inside IPv6, or add a zone.
func wrappedForms() []form {
	return []form{
		{"http://[::ffff:127.0.0.1]:PORT/", false},
		{"http://[::ffff:7f00:1]:PORT/", false},
		{"http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/", false},
		{"http://[::127.0.0.1]:PORT/", false},
		{"http://[64:ff9b::127.0.0.1]:PORT/", false},
		{"http://[64:ff9b:1::7f00:1]:PORT/", false},
		{"http://[2002:7f00:1::]:PORT/", false},
		{"http://[2001:0:7f00:1::]:PORT/", false},
		{"http://[2a00:1:2:3:0:5efe:7f00:1]:PORT/", false},
		{"http://[2a00:1:2:3:200:5efe:127.0.0.1]:PORT/", false},
		{"http://[::1%25lo]:PORT/", false},
		{"http://[fe80::1%25lo]:PORT/", false},
		{"http://[::ffff:127.0.0.1%25lo]:PORT/", false},
		{"http://[v1.127.0.0.1]:PORT/", false},
		{"http://[127.0.0.1]:PORT/", false},
		{"http://[inside.test]:PORT/", false},
	}
}

// misreadForms are read differently by different programs.
func misreadForms() []form {
	return []form{
		{"http://good.test@127.0.0.1:PORT/", false},
		{"http://good.test:80@127.0.0.1:PORT/", false},
		{"http://:@127.0.0.1:PORT/", false},
		{"http://good.test%00@127.0.0.1:PORT/", false},
		{"http://good.test\\@127.0.0.1:PORT/", false},
		{"http://good.test\t@127.0.0.1:PORT/", false},
		{"http://127.0.0.1:PORT\\@good.test/", false},
		{"http://127.0.0.1:PORT#@good.test/", true},
		{"http://127.0.0.1:PORT?@good.test/", true},
		{"http://127.0.0.1:PORT/@good.test", true},
		{"http://127.0.0.1\r\nHost: good.test:PORT/", false},
		{"http://127.0.0.1 good.test:PORT/", false},
		{"http://127.0.0.1&good.test:PORT/", false},
		{"http:127.0.0.1:PORT/", false},
		{"http:/127.0.0.1:PORT/", false},
		{"http:///127.0.0.1:PORT/", false},
		{"//127.0.0.1:PORT/", false},
		{"\\\\127.0.0.1:PORT\\", false},
		{"127.0.0.1:PORT", false},
		{"http://:PORT/", false},
		{"http://../:PORT/", false},
		{"http://a..b:PORT/", false},
	}
}

// otherSchemes are no web addresses.
func otherSchemes() []form {
	return []form{
		{"ftp://127.0.0.1:PORT/", false},
		{"gopher://127.0.0.1:PORT/_x", false},
		{"file://127.0.0.1/etc/passwd", false},
		{"file:///etc/passwd", false},
		{"dict://127.0.0.1:PORT/x", false},
		{"ws://127.0.0.1:PORT/", false},
		{"unix:///run/service.sock", false},
		{"data:text/plain,inside", false},
		{"jar:http://127.0.0.1:PORT/!/", false},
		{"javascript:alert(1)", false},
	}
}

func hostileNames() *names {
	return &names{lists: map[string][][]string{
		"localhost":           always("127.0.0.1"),
		"inside.test":         always("127.0.0.1"),
		"inside6.test":        always("::1"),
		"mapped.test":         always("::ffff:127.0.0.1"),
		"zero.test":           always("0.0.0.0"),
		"xn--bcher-kva.test":  always("127.0.0.1"),
		"127.0.0.1.wild.test": always("127.0.0.1"),
		"good-then-bad.test":  always("127.0.0.1", "8.8.8.8"),
		"bad-then-good.test":  always("192.168.0.1", "127.0.0.1"),
		"many.test":           always("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6", "127.0.0.1"),
	}}
}

func TestHostileAddressesReachNothingInside(t *testing.T) {
	in := newInside(t)
	strict := New(Options{AnyPort: true, Resolver: hostileNames()})
	if n := len(hostile()); n < 60 {
		t.Fatalf("only %d forms", n)
	}
	for _, h := range hostile() {
		address := strings.ReplaceAll(h.address, "PORT", in.port)
		_, err := read(strict, address)
		if !errors.Is(err, ErrAddress) && !errors.Is(err, ErrNotPublic) {
			t.Errorf("%q: %v", address, err)
		}
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is not said to be invalid: %v", address, err)
		}
		if n := in.count.Swap(0); n != 0 {
			t.Errorf("%q: %d connections inside", address, n)
		}
	}
}

// The table must be able to fail: with the guard's opinion turned round, the
// forms marked open arrive, and those refused for their shape still do not.
func TestHostileAddressesWouldArriveUnguarded(t *testing.T) {
	in := newInside(t)
	open := New(Options{AnyPort: true, Resolver: hostileNames()})
	open.admits = func(netip.Addr) bool { return true }
	arrived := 0
	for _, h := range hostile() {
		if !h.open {
			continue
		}
		read(open, strings.ReplaceAll(h.address, "PORT", in.port))
		if in.count.Swap(0) == 0 {
			t.Errorf("%q does not arrive even unguarded", h.address)
			continue
		}
		arrived++
		open.CloseIdle()
	}
	if arrived < 20 {
		t.Errorf("only %d forms put the guard to the test", arrived)
	}
}

// Whoever dials by another way still meets the guard at the socket.
func TestGuardStandsAtTheSocket(t *testing.T) {
	in := newInside(t)
	c := New(Options{AnyPort: true})
	for _, host := range []string{"127.0.0.1", "localhost", "0.0.0.0"} {
		conn, err := c.dialer(nil).DialContext(t.Context(), "tcp4", host+":"+in.port)
		if err == nil {
			conn.Close()
		}
		if !errors.Is(err, ErrNotPublic) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := in.count.Load(); n != 0 {
		t.Errorf("%d connections inside", n)
	}
}

// A name that led somewhere allowed a moment ago is looked at again. The way
// in is 0.0.0.0: not allowed to anybody, and on Linux as good as loopback.
func TestRebindingIsSeen(t *testing.T) {
	in := newInside(t)
	c := New(Options{AllowPrivate: true, AnyPort: true, Resolver: &names{lists: map[string][][]string{
		"turncoat.test": {{"127.0.0.1"}, {"0.0.0.0"}},
		"both.test":     always("127.0.0.1", "0.0.0.0"),
	}}})
	if body, err := read(c, "http://turncoat.test:"+in.port); err != nil || body != "200 inside" {
		t.Fatalf("the first answer is allowed: %q, %v", body, err)
	}
	c.CloseIdle()
	if _, err := read(c, "http://turncoat.test:"+in.port); !errors.Is(err, ErrNotPublic) {
		t.Errorf("the second answer: %v", err)
	}
	if _, err := read(c, "http://both.test:"+in.port); !errors.Is(err, ErrNotPublic) {
		t.Errorf("an answer with one address inside: %v", err)
	}
	if n := in.count.Load(); n != 1 {
		t.Errorf("%d connections, wanted the first alone", n)
	}
}

func TestRedirectsAreLookedAtAgain(t *testing.T) {
	in := newInside(t)
	c := New(Options{AllowPrivate: true, AnyPort: true, Resolver: &names{lists: map[string][][]string{
		"zero.test":  always("0.0.0.0"),
		"cloud.test": always("169.254.169.254", "0.0.0.0"),
	}}})
	for _, to := range []string{
		"http://0.0.0.0:PORT/", "http://[::]:PORT/", "http://zero.test:PORT/", "http://cloud.test:PORT/", "//zero.test:PORT/",
		"http://0x7f000001:PORT/", "http://2130706433:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
		"http://good.test@127.0.0.1:PORT/", "ftp://127.0.0.1:PORT/", "file:///etc/passwd", "http://127.0.0.1:PORT:PORT/",
	} {
		to = strings.ReplaceAll(to, "PORT", in.port)
		from := page(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
		if body, err := read(c, from); err == nil {
			t.Errorf("redirected to %s: %s", to, body)
		}
	}
	if n := in.count.Load(); n != 0 {
		t.Errorf("%d connections inside", n)
	}
}

func TestPortsAreClosedUnlessAllowed(t *testing.T) {
	c := New(Options{})
	for _, port := range []string{":22", ":25", ":8080", ":6379", ":5432", ":0", ":65536", ":-1", ":", ":080a", ":99999999999"} {
		if err := c.Check("http://example.org" + port + "/"); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", port, err)
		}
	}
	for _, port := range []string{"", ":80", ":443"} {
		if err := c.Check("https://example.org" + port + "/feed.json?x=1"); err != nil {
			t.Errorf("%q: %v", port, err)
		}
	}
	for _, address := range []string{
		"http://example.org:0/", "http://example.org:65536/", "http://[::ffff:8.8.8.8]/", "http://[fe80::1%25eth0]/", "http://[2a00::1%25eth0]/",
	} {
		if err := New(Options{AnyPort: true}).Check(address); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := New(Options{AnyPort: true}).Check("http://example.org:8080/"); err != nil {
		t.Errorf("any port: %v", err)
	}
	if err := c.Check("https://example.org/" + strings.Repeat("a", maxAddressLength)); !errors.Is(err, ErrAddress) {
		t.Errorf("a very long address: %v", err)
	}
	for _, host := range []string{strings.Repeat("a", 64) + ".org", strings.Repeat("a.", 127) + "org"} {
		if err := c.Check(fmt.Sprintf("https://%s/", host)); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", host, err)
		}
	}
}
