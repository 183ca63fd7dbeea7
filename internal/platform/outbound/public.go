package outbound

import (
	"net/netip"
	"slices"
)

// publicOnly tells whether addr is one that anybody on the internet can reach.
// IPv4 is open but for the special-purpose blocks; of IPv6 only 2000::/3 is in
// use for the public, and blocks inside it that carry another address or lead
// nowhere are closed too (IANA special-purpose address registries, RFC 6890).
func publicOnly(addr netip.Addr) bool {
	if !addr.IsValid() || addr.Zone() != "" {
		return false
	}
	if addr.Is6() && !prefix("2000::/3").Contains(addr) {
		return false
	}
	return !within(addr, closedBlocks()) && !carriesIPv4(addr)
}

// publicOrNear is for the people who run the machine: their own network too.
func publicOrNear(addr netip.Addr) bool {
	return publicOnly(addr) || addr.Zone() == "" && within(addr, nearBlocks())
}

func closedBlocks() []netip.Prefix {
	return []netip.Prefix{
		prefix("0.0.0.0/8"),       // this network; on Linux a way to loopback
		prefix("10.0.0.0/8"),      // private, RFC 1918
		prefix("100.64.0.0/10"),   // carrier-shared, RFC 6598
		prefix("127.0.0.0/8"),     // loopback
		prefix("169.254.0.0/16"),  // link-local, and the clouds' metadata
		prefix("172.16.0.0/12"),   // private
		prefix("192.0.0.0/24"),    // protocol assignments, RFC 6890
		prefix("192.0.2.0/24"),    // documentation, RFC 5737
		prefix("192.31.196.0/24"), // AS112, RFC 7535
		prefix("192.52.193.0/24"), // AMT, RFC 7450
		prefix("192.88.99.0/24"),  // 6to4 relays, RFC 7526
		prefix("192.168.0.0/16"),  // private
		prefix("192.175.48.0/24"), // AS112, RFC 7534
		prefix("198.18.0.0/15"),   // benchmarks, RFC 2544
		prefix("198.51.100.0/24"), // documentation
		prefix("203.0.113.0/24"),  // documentation
		prefix("224.0.0.0/4"),     // multicast
		prefix("240.0.0.0/4"),     // reserved, and broadcast
		prefix("2001::/23"),       // protocol assignments: Teredo, ORCHID, benchmarks
		prefix("2001:db8::/32"),   // documentation, RFC 3849
		prefix("2002::/16"),       // 6to4: carries an IPv4 address, RFC 3056
		prefix("2620:4f:8000::/48"),
		prefix("3ffe::/16"), // the old 6bone, RFC 3701
		prefix("3fff::/20"), // documentation, RFC 9637
	}
}

func nearBlocks() []netip.Prefix {
	return []netip.Prefix{
		prefix("10.0.0.0/8"),
		prefix("100.64.0.0/10"),
		prefix("127.0.0.0/8"),
		prefix("172.16.0.0/12"),
		prefix("192.168.0.0/16"),
		prefix("::1/128"),
		prefix("fc00::/7"), // unique local, RFC 4193
	}
}

// carriesIPv4 spots ISATAP, which under any prefix ends in 0000:5efe or
// 0200:5efe and then the IPv4 address it leads to (RFC 5214 §6.1).
func carriesIPv4(addr netip.Addr) bool {
	if !addr.Is6() {
		return false
	}
	b := addr.As16()
	return b[8]&^0x02 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}

func within(addr netip.Addr, blocks []netip.Prefix) bool {
	return slices.ContainsFunc(blocks, func(p netip.Prefix) bool { return p.Contains(addr) })
}

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }
