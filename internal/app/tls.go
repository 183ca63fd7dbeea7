package app

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

// DefaultListen is where Handrail listens when nobody says otherwise.
const DefaultListen = "localhost:8080"

// listenAddress is where to listen: with a domain, unless another was named, on
// the port of https.
func (c Config) listenAddress() string {
	if c.Domain != "" && c.Listen == DefaultListen {
		return ":443"
	}
	return c.Listen
}

// certificates gets and renews the certificate for the domain. The challenge
// handler answers the certificate authority over plain http.
func (a *App) certificates(ctx context.Context) (*tls.Config, func(http.Handler) http.Handler) {
	var magic *certmagic.Config
	cache := certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return magic, nil },
		Logger:           zap.NewNop(),
	})
	a.onClose(cache.Stop)
	magic = certmagic.New(cache, certmagic.Config{Storage: &certmagic.FileStorage{Path: a.Config.Folder.TLS()}, Logger: zap.NewNop()})
	issuer := certmagic.NewACMEIssuer(magic, certmagic.ACMEIssuer{
		CA: certmagic.LetsEncryptProductionCA, Agreed: true, Logger: zap.NewNop(),
	})
	magic.Issuers = []certmagic.Issuer{issuer}
	go a.manage(ctx, magic)
	config := magic.TLSConfig()
	config.NextProtos = append([]string{"h2", "http/1.1"}, config.NextProtos...)
	config.MinVersion = tls.VersionTLS12
	return config, issuer.HTTPChallengeHandler
}

// manage asks for the certificate until there is one, and says what went wrong.
func (a *App) manage(ctx context.Context, magic *certmagic.Config) {
	for wait := 5 * time.Second; ; wait = min(2*wait, time.Hour) {
		err := magic.ManageSync(ctx, []string{a.Config.Domain})
		if err == nil || ctx.Err() != nil {
			return
		}
		a.Config.Log.Error("no certificate yet", "why", err, "next try in", wait)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// redirect listens on the port of plain http, to answer the certificate
// authority and to send everybody else to https.
func (a *App) redirect(challenge func(http.Handler) http.Handler, failed chan<- error) *http.Server {
	host, _, _ := net.SplitHostPort(a.Config.listenAddress())
	s := a.server(challenge(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, a.Base.String()+r.URL.RequestURI(), http.StatusPermanentRedirect)
	})))
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "80"))
	if err != nil {
		failed <- fmt.Errorf("--domain also needs port 80, for the certificate authority: %w", err)
		return s
	}
	go a.keepServing(s, listener, failed)
	return s
}
