package app

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/outbound"
)

// Config is how one Handrail is run.
type Config struct {
	Folder        Folder
	Database      string    // postgres://…, or "" for SQLite in the folder
	Listen        string    // host:port
	PrivateListen string    // host:port of /metrics, or ""
	BaseURL       string    // where people find it, or "" for http://localhost:PORT
	Domain        string    // automatic TLS for this name, or ""
	Authority     Authority // who signs for Domain
	Proxies       []netip.Prefix
	Redis         string // redis://…, or "" for a single node
	ExitTo        string // where "Leave quickly" leads, or "" for our own bland page
	Mail          string // smtps://… as package mail reads it, or "" for none
	MailFrom      string // the address that mail comes from
	Push          string // https://… or mailto:… where push services find the people behind this site, or "" for none
	Demo          bool
	Development   bool // shows the gallery and the pseudo-locale

	Clock clock.Clock
	Log   *slog.Logger
	// Built is what was built into the program, where another house of it has read
	// that before; nil outside tests.
	Built *Built
	// HashMemory is what a hash of words takes, in KiB; 0 outside tests, where it
	// is as much as guessing should cost.
	HashMemory uint32
	// Feeds shapes the client that fetches other people's lists of meetings; the
	// zero value, which reaches the public internet alone, outside tests.
	Feeds outbound.Options
	// Points is asked at each named fault point; nil outside tests.
	Points func(name string) error

	beside bool // a command, perhaps beside a running server: it removes nothing of that one's
}

// Address is the database: SQLite in the folder unless another was named.
func (c Config) Address() string {
	if c.Database != "" {
		return c.Database
	}
	return c.Folder.Database()
}

// base is where people find this installation, given the address it listens on.
func (c Config) base(listening net.Addr) (*url.URL, error) {
	switch {
	case c.Domain != "":
		return &url.URL{Scheme: "https", Host: c.Domain}, nil
	case c.BaseURL == "":
		_, port, err := net.SplitHostPort(listening.String())
		return &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port)}, err
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" || strings.Trim(base.Path, "/") != "" {
		return nil, fmt.Errorf("--base-url has to be like https://example.org, without a path")
	}
	return &url.URL{Scheme: base.Scheme, Host: base.Host}, nil
}

// Check refuses a configuration that cannot be meant.
func (c Config) Check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("--listen has to be like localhost:8080: %w", err)
	}
	switch {
	case c.Demo && !isLoopback(host):
		return fmt.Errorf("--demo listens on this machine alone: use --listen localhost:PORT")
	case c.Demo && c.Domain != "":
		return fmt.Errorf("--demo and --domain do not go together")
	case c.Domain != "" && c.BaseURL != "":
		return fmt.Errorf("--domain says the address already: leave out --base-url")
	case c.ExitTo != "" && !isWebAddress(c.ExitTo):
		return fmt.Errorf("--exit-to has to be a full address, like https://www.example.org/")
	case strings.HasPrefix(c.BaseURL, "http://") && !plainIsSafe(c.BaseURL):
		return fmt.Errorf("--base-url has to begin with https://, unless it is on this machine")
	}
	return nil
}

func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

func plainIsSafe(base string) bool {
	u, err := url.Parse(base)
	return err == nil && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
