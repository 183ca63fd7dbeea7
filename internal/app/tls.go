package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"golang.org/x/net/netutil"
)

// DefaultListen is where Handrail listens when nobody says otherwise.
const DefaultListen = "localhost:8080"

// Authority is who signs the certificate for a domain (ACME, RFC 8555). The zero
// value is Let's Encrypt.
type Authority struct {
	Directory string         // the address of its directory
	Roots     *x509.CertPool // by whom its own certificate has to be signed; nil for whom this machine trusts
	HTTPPort  int            // where it asks over plain http (RFC 8555 §8.3); 0 for 80
}

func (y Authority) directory() string {
	if y.Directory == "" {
		return certmagic.LetsEncryptProductionCA
	}
	return y.Directory
}

func (y Authority) httpPort() int {
	if y.HTTPPort == 0 {
		return certmagic.HTTPChallengePort
	}
	return y.HTTPPort
}

// listenAddress is where to listen: with a domain, unless another was named, on
// the port of https.
func (c Config) listenAddress() string {
	if c.Domain != "" && c.Listen == DefaultListen {
		return ":443"
	}
	return c.Listen
}

// secure puts TLS over the listener and starts the server of plain http beside
// it. Only then is the certificate asked for: the authority looks at both.
func (a *App) secure(ctx context.Context, public *http.Server, l net.Listener, failed chan<- error) (net.Listener, *http.Server) {
	magic, issuer := a.certificates(l.Addr())
	public.TLSConfig = magic.TLSConfig()
	public.TLSConfig.NextProtos = append([]string{"h2", "http/1.1"}, public.TLSConfig.NextProtos...)
	plain := a.redirect(issuer.HTTPChallengeHandler, failed)
	// What goes wrong from here on is logged and tried again for weeks, without
	// asking anything at the terminal, which the other ways into the library do.
	if err := magic.ManageAsync(ctx, []string{a.Config.Domain}); err != nil {
		failed <- err
	}
	return tls.NewListener(l, public.TLSConfig), plain
}

// certificates prepares to get and renew the certificate for the domain. No
// e-mail address goes to the authority.
func (a *App) certificates(listening net.Addr) (*certmagic.Config, *certmagic.ACMEIssuer) {
	var magic *certmagic.Config
	logger := zap.New(spoken{a.Config.Log})
	cache := certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return magic, nil },
		Logger:           logger,
	})
	a.onClose(cache.Stop)
	magic = certmagic.New(cache, certmagic.Config{Storage: &certmagic.FileStorage{Path: a.Config.Folder.TLS()}, Logger: logger})
	host, port, _ := net.SplitHostPort(listening.String())
	tlsPort, _ := strconv.Atoi(port)
	issuer := certmagic.NewACMEIssuer(magic, certmagic.ACMEIssuer{
		CA: a.Config.Authority.directory(), TrustedRoots: a.Config.Authority.Roots, Agreed: true, Logger: logger,
		ListenHost: host, AltTLSALPNPort: tlsPort, AltHTTPPort: a.Config.Authority.httpPort(),
	})
	magic.Issuers = []certmagic.Issuer{issuer}
	return magic, issuer
}

// redirect listens on the port of plain http, to answer the certificate
// authority and to send everybody else to https.
func (a *App) redirect(challenge func(http.Handler) http.Handler, failed chan<- error) *http.Server {
	host, _, _ := net.SplitHostPort(a.Config.listenAddress())
	port := strconv.Itoa(a.Config.Authority.httpPort())
	s := a.server(challenge(http.HandlerFunc(a.toHTTPS)))
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		failed <- fmt.Errorf("--domain also needs port %s, for the certificate authority: %w", port, err)
		return s
	}
	go a.keepServing(s, netutil.LimitListener(listener, mostConns), failed)
	return s
}

// toHTTPS names our own host, whatever the request says it was sent to.
func (a *App) toHTTPS(w http.ResponseWriter, r *http.Request) {
	to := url.URL{Scheme: a.Base.Scheme, Host: a.Base.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
}

// spoken passes on to our log what the library could not do and why, and
// nothing else: its other fields hold the addresses of visitors.
type spoken struct{ log *slog.Logger }

func (s spoken) Enabled(level zapcore.Level) bool  { return level >= zapcore.ErrorLevel }
func (s spoken) With([]zapcore.Field) zapcore.Core { return s }
func (s spoken) Sync() error                       { return nil }

func (s spoken) Check(e zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if !s.Enabled(e.Level) {
		return checked
	}
	return checked.AddCore(e, s)
}

func (s spoken) Write(e zapcore.Entry, fields []zapcore.Field) error {
	said := []any{slog.String("step", e.Message)}
	for _, field := range fields {
		if err, ok := field.Interface.(error); ok {
			said = append(said, slog.Any("error", err))
		}
	}
	s.log.Error("trouble with the certificate", said...)
	return nil
}
