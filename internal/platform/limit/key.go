package limit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"strconv"
	"time"
)

// key stands for a bucket without saying whose it is.
type key [16]byte

// keyer makes keys. Without a secret of the house it makes up its own, which
// is gone with the process.
type keyer struct{ secret []byte }

func newKeyer(o Options) keyer {
	if o.Redis != "" {
		return keyer{secret: o.Secret}
	}
	secret := make([]byte, 32)
	rand.Read(secret) // never fails: it ends the program instead
	return keyer{secret: secret}
}

// charge is one bucket that a request pays from.
type charge struct {
	key     key
	rate    Rate
	refuses bool // beyond the wait it says no; the others then delay by the wait
}

// bill is everything that one request pays, all of it or nothing.
type bill struct {
	charges []charge
	wait    time.Duration // how long this request can wait
	longest time.Duration // how long any request under the rule can
}

func (k keyer) bill(rule Rule, subject string, network netip.Prefix, room bool) bill {
	b := bill{charges: make([]charge, 0, 4), longest: rule.Wait}
	if room {
		b.wait = rule.Wait
	}
	add := func(kind string, rate Rate, refuses bool, whose string) {
		if rate.limits() {
			b.charges = append(b.charges, charge{k.key(rule.Name, kind, rate, whose), rate, refuses})
		}
	}
	delays := b.wait > 0
	switch {
	case subject != "" && rule.Claimed:
		add("subject of network", rule.Subject, true, network.String()+" "+subject)
		if delays {
			add("subject", rule.Subject, false, subject)
		}
	case subject != "":
		add("subject", rule.Subject, true, subject)
	}
	add("network", rule.Network, !delays, network.String())
	add("global", rule.Global, true, "")
	return b
}

// key tells apart rule, kind and rate, so that a rate changed in a new version
// starts anew instead of misreading what an older node counted.
func (k keyer) key(rule, kind string, rate Rate, whose string) key {
	mac := hmac.New(sha256.New, k.secret)
	for _, part := range []string{rule, kind, strconv.Itoa(rate.Count), rate.Per.String()} {
		mac.Write([]byte(part))
		mac.Write([]byte{0})
	}
	mac.Write([]byte(whose))
	return key(mac.Sum(nil)[:len(key{})])
}

// networkOf is the prefix that one household, hall or carrier gateway has: /24
// of IPv4, also where it is written as IPv6, and /48 of IPv6. An address that
// is missing is a network of its own.
func networkOf(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap()
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}

// interval is the time that lets one more in.
func (r Rate) interval() time.Duration { return r.Per / time.Duration(r.Count) }
