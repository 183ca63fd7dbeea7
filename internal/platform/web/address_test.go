package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"handrail/internal/platform/web"
)

func TestWhereARequestCameFrom(t *testing.T) {
	for _, c := range []struct {
		remote    string
		forwarded []string
		proxies   []string
		want      string
	}{
		{"192.0.2.1:1", nil, nil, "192.0.2.1"},
		{"192.0.2.1:1", []string{"198.51.100.9"}, nil, "192.0.2.1"}, // nobody is believed
		{"192.0.2.1:1", []string{"198.51.100.9"}, []string{"10.0.0.0/8"}, "192.0.2.1"},
		{"10.0.0.1:1", []string{"198.51.100.9"}, []string{"10.0.0.0/8"}, "198.51.100.9"},
		{"10.0.0.1:1", []string{"203.0.113.7, 198.51.100.9"}, []string{"10.0.0.0/8"}, "198.51.100.9"}, // the first is made up
		{"10.0.0.1:1", []string{"203.0.113.7", "198.51.100.9, 10.2.3.4"}, []string{"10.0.0.0/8"}, "198.51.100.9"},
		{"10.0.0.1:1", []string{"10.9.9.9, 198.51.100.9"}, []string{"10.0.0.0/8"}, "198.51.100.9"},
		{"10.0.0.1:1", []string{"198.51.100.9, nonsense"}, []string{"10.0.0.0/8"}, "10.0.0.1"},
		{"10.0.0.1:1", []string{"198.51.100.9, "}, []string{"10.0.0.0/8"}, "10.0.0.1"},
		{"10.0.0.1:1", nil, []string{"10.0.0.0/8"}, "10.0.0.1"},
		{"10.0.0.1:1", []string{"10.0.0.2"}, []string{"10.0.0.0/8"}, "10.0.0.2"},
		{"[::ffff:10.0.0.1]:1", []string{"::ffff:198.51.100.9"}, []string{"10.0.0.0/8"}, "198.51.100.9"},
		{"[2001:db8::1]:1", []string{"2001:db8:1::2%eth0"}, []string{"2001:db8::1/128"}, "2001:db8:1::2"},
		{"@", []string{"198.51.100.9"}, []string{"0.0.0.0/0"}, "invalid IP"},
	} {
		var proxies []netip.Prefix
		for _, p := range c.proxies {
			proxies = append(proxies, netip.MustParsePrefix(p))
		}
		h := plainHouse(t, "https://house.example", func(o *web.Options) { o.Proxies = proxies })
		var got netip.Addr
		h.route("GET /", func(_ http.ResponseWriter, r *http.Request) error { got = web.Address(r.Context()); return nil })
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header["X-Forwarded-For"] = c.forwarded
		h.do(r)
		if got.String() != c.want {
			t.Errorf("from %s for %q through %v: %s, want %s", c.remote, c.forwarded, c.proxies, got, c.want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"", "198.51.100.9", "a, b", "10.0.0.1,10.0.0.2", "::1%x", ",,,", "203.0.113.7,198.51.100.9", "[::1]:80", "198.51.100.9:443"} {
		f.Add("10.0.0.1:1", seed)
		f.Add("192.0.2.1:1", seed)
	}
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, remote, forwarded string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = remote
		r.Header.Set("X-Forwarded-For", forwarded)
		got := web.ClientAddress(r, proxies)
		if got.Zone() != "" && got.String() != remoteOf(remote).String() || got.Is4In6() {
			t.Errorf("%q for %q: %s", remote, forwarded, got)
		}
		// Whoever is not a proxy cannot make up an address, whatever they send.
		if at := remoteOf(remote); !proxies[0].Contains(at) && got != at {
			t.Errorf("%q is taken for %s because it says %q", remote, got, forwarded)
		}
		// Behind a proxy, what a visitor writes in front changes nothing.
		r.RemoteAddr = "10.0.0.1:1"
		r.Header.Set("X-Forwarded-For", forwarded+", 198.51.100.9")
		if got := web.ClientAddress(r, proxies); got != addrOf("198.51.100.9") {
			t.Errorf("with %q in front: %s", forwarded, got)
		}
	})
}

func remoteOf(remote string) netip.Addr {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}
