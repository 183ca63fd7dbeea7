package doctor

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"time"

	"github.com/redis/rueidis"
)

// patience is how long another server may take to answer.
const patience = 10 * time.Second

func (h House) network(ctx context.Context) []Finding {
	return []Finding{h.port(), h.plainHTTP(), h.redis(ctx)}
}

// port tries the address to listen on, unless Handrail is there already.
func (h House) port() Finding {
	if h.atWork() {
		return fine("Handrail is at work.")
	}
	l, err := net.Listen("tcp", h.Listen)
	if err != nil {
		return wrong("Stop the program that uses it (`ss -ltnp` shows which), or choose another address with --listen.", "Handrail could not listen on %s: %v.", h.Listen, err)
	}
	l.Close()
	return fine("Handrail can listen on %s.", h.Listen)
}

// plainHTTP looks for pages and cookies that would cross a network in the
// clear.
func (h House) plainHTTP() Finding {
	const remedy = "Put a proxy with a certificate before it and name its address with --base-url https://…, or use --domain."
	if h.Domain != "" {
		return fine("People come over https, with certificates for %s.", h.Domain)
	}
	if h.BaseURL != "" {
		base, err := url.Parse(h.BaseURL)
		switch {
		case err != nil || base.Host == "":
			return wrong("Name it like https://example.org.", "The --base-url %s is not an address.", h.BaseURL)
		case base.Scheme == "https":
			return fine("People come over https, to %s.", base.Host)
		case !isLoopback(base.Hostname()):
			return wrong(remedy, "People would come over plain http, to %s: others on the way can read what they read and write.", base.Host)
		}
	}
	host, _, err := net.SplitHostPort(h.Listen)
	if err != nil {
		return wrong("Name it like localhost:8080.", "The --listen %s is not an address.", h.Listen)
	}
	if !isLoopback(host) {
		return wrong(remedy, "Handrail answers over plain http on %s, which others can reach: they can read what people read and write.", h.Listen)
	}
	return fine("Handrail answers over plain http to this machine alone. Its cookies are not marked as secure, and passkeys need the name localhost.")
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func (h House) redis(ctx context.Context) Finding {
	if h.Redis == "" {
		return Finding{}
	}
	const remedy = "Start Redis, or correct its address in --redis. Until then limits and live pages work for one node alone."
	option, err := rueidis.ParseURL(h.Redis)
	if err != nil {
		return wrong(remedy, "The --redis address cannot be read.")
	}
	option.DisableCache, option.Dialer.Timeout, option.ConnWriteTimeout = true, patience, patience
	client, err := rueidis.NewClient(option)
	if err == nil {
		err = client.Do(ctx, client.B().Ping().Build()).Error()
		client.Close()
	}
	if err != nil {
		return wrong(remedy, "Redis does not answer: %v.", err)
	}
	return fine("Redis answers.")
}
