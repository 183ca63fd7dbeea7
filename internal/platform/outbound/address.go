package outbound

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

const (
	maxAddressLength = 2048
	maxNameLength    = 253 // RFC 1035 §2.3.4, without the final dot
	maxLabelLength   = 63
)

func (c *Client) parse(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if len(address) > maxAddressLength {
		return nil, refuse(ErrAddress, nil)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, refuse(ErrAddress, err)
	}
	return u, c.checkURL(u)
}

func (c *Client) checkURL(u *url.URL) error {
	web := u.Scheme == "http" || u.Scheme == "https"
	if !web || u.User != nil || !c.allowsPort(u) || !plainHost(u) {
		return refuse(ErrAddress, nil)
	}
	return nil
}

func (c *Client) allowsPort(u *url.URL) bool {
	port := u.Port()
	if port == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n != 0 && (c.anyPort || n == 80 || n == 443)
}

// plainHost takes a name or an IP address in its ordinary form. The other
// spellings of an address (one number, octal, hexadecimal, IPv4 inside IPv6,
// a zone) mean different things to different programs, and no honest site is
// known by one.
func plainHost(u *url.URL) bool {
	host := u.Hostname()
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Zone() == "" && !addr.Is4In6()
	}
	return plainName(host)
}

// plainName looks at the name in the form that is asked of the DNS: full-width
// digits and the like become plain ones first.
func plainName(name string) bool {
	if !isASCII(name) {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return false
		}
		name = ascii
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if len(name) > maxNameLength {
		return false
	}
	labels := strings.Split(name, ".")
	for _, label := range labels {
		if !plainLabel(label) {
			return false
		}
	}
	return !numeric(labels[len(labels)-1])
}

func plainLabel(label string) bool {
	if label == "" || len(label) > maxLabelLength {
		return false
	}
	for _, r := range label {
		letter := 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
		if !letter && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// numeric follows the URL standard: a host that ends in a number is meant as
// an IPv4 address, however it is written (WHATWG URL, "ends in a number").
func numeric(label string) bool {
	if strings.Trim(label, "0123456789") == "" {
		return true
	}
	hex, prefixed := strings.CutPrefix(label, "0x")
	return prefixed && strings.Trim(hex, "0123456789abcdef") == ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
