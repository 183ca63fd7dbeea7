package outbound

import (
	"net/netip"
	"net/url"
	"testing"

	"golang.org/x/net/idna"
)

func TestWhatIsPublic(t *testing.T) {
	for _, block := range []struct{ low, high string }{
		{"0.0.0.0", "0.255.255.255"}, {"10.0.0.0", "10.255.255.255"}, {"100.64.0.0", "100.127.255.255"},
		{"127.0.0.0", "127.255.255.255"}, {"169.254.0.0", "169.254.255.255"}, {"172.16.0.0", "172.31.255.255"},
		{"192.0.0.0", "192.0.0.255"}, {"192.0.2.0", "192.0.2.255"}, {"192.88.99.0", "192.88.99.255"},
		{"192.168.0.0", "192.168.255.255"}, {"198.18.0.0", "198.19.255.255"}, {"198.51.100.0", "198.51.100.255"},
		{"203.0.113.0", "203.0.113.255"}, {"224.0.0.0", "239.255.255.255"}, {"240.0.0.0", "255.255.255.255"},
		{"::", "::1"}, {"::ffff:0.0.0.0", "::ffff:255.255.255.255"}, {"::8.8.8.8", "::255.255.255.255"},
		{"64:ff9b::", "64:ff9b::ffff:ffff"}, {"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"},
		{"100::", "100::ffff:ffff:ffff:ffff"}, {"2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"}, // Teredo
		{"2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff"}, {"2001:10::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff"},
		{"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"}, {"2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
		{"3ffe::", "3ffe:ffff::"}, {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"}, {"5f00::", "5f00:ffff::"},
		{"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, {"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
		{"fec0::", "feff::1"}, {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}, {"4000::", "4000::1"},
		{"2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff"}, {"192.31.196.0", "192.31.196.255"},
		{"192.52.193.0", "192.52.193.255"}, {"192.175.48.0", "192.175.48.255"}, {"2a00::5efe:a00:1", "2a00::200:5efe:a00:1"},
	} {
		for _, text := range []string{block.low, block.high} {
			if publicOnly(netip.MustParseAddr(text)) {
				t.Errorf("%s is said to be public", text)
			}
		}
	}
	if publicOnly(netip.Addr{}) || publicOnly(netip.MustParseAddr("2a00::1%eth0")) {
		t.Error("no address, or one with a zone, is said to be public")
	}
	for _, text := range []string{
		"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
		"169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
		"2001:200::1", "2606:4700::1111", "2a00:1450::5", "2400::1", "3ffd::1",
	} {
		if !publicOnly(netip.MustParseAddr(text)) {
			t.Errorf("%s is said not to be public", text)
		}
	}
}

func TestNearIsNotEverywhere(t *testing.T) {
	for text, allowed := range map[string]bool{
		"127.0.0.1": true, "10.1.2.3": true, "192.168.1.1": true, "172.16.0.1": true, "100.64.0.1": true, "::1": true, "fd00::1": true, "8.8.8.8": true,
		"169.254.169.254": false, "0.0.0.0": false, "::": false, "fe80::1": false, "224.0.0.1": false, "255.255.255.255": false,
		"::ffff:127.0.0.1": false, "64:ff9b::a00:1": false, "fd00::1%lo": false, "192.0.2.1": false,
	} {
		if publicOrNear(netip.MustParseAddr(text)) != allowed {
			t.Errorf("%s: allowed should be %v", text, allowed)
		}
	}
}

// Whatever passes Check is a web address whose host no resolver can take for
// an IP address in disguise.
func FuzzCheck(f *testing.F) {
	for _, h := range hostile() {
		f.Add(h.address)
	}
	f.Add("https://example.org/feed.json?when=now#here")
	f.Add("https://münchen.example/")
	c := New(Options{AnyPort: true})
	f.Fuzz(func(t *testing.T, address string) {
		if c.Check(address) != nil {
			return
		}
		u, err := c.parse(address)
		if err != nil {
			t.Fatalf("%q passed once only: %v", address, err)
		}
		again, err := url.Parse(u.String())
		if err != nil || again.Host != u.Host {
			t.Fatalf("%q reads differently the second time: %v", address, again)
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
			t.Fatalf("%q passed", address)
		}
		if addr, err := netip.ParseAddr(u.Hostname()); err == nil {
			if addr.Is4In6() || addr.Zone() != "" {
				t.Fatalf("%q passed with %v", address, addr)
			}
			return
		}
		asked, err := idna.Lookup.ToASCII(u.Hostname())
		if err != nil {
			asked = u.Hostname()
		}
		if addr, ok := looseIPv4(asked); ok {
			t.Fatalf("%q can be read as %v", address, addr)
		}
	})
}
