package app_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"

	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/platform/clock"
)

const domain = "handrail.test"

// authority is a certificate authority of our own, which really looks whether
// whoever asks holds the name. For it every name leads to this machine.
type authority struct {
	*httptest.Server
	signs   *x509.CertPool // trusts what it signs
	trusted *x509.CertPool // trusts that it is the authority
	orders  atomic.Int64   // how often somebody asked for a certificate
	account atomic.Value   // what somebody said who opened an account: JSON (RFC 8555 §7.3)
}

// openAuthority starts one that looks at these ports.
func openAuthority(t *testing.T, httpPort, tlsPort int) *authority {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	quiet := log.New(io.Discard, "", 0)
	store := db.NewMemoryStore()
	signer := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {}})
	looker := va.New(quiet, httpPort, tlsPort, true, openNames(t), store)
	front := wfe.New(quiet, store, looker, signer, []string{"authority.test"}, true, false, 0, 0)
	y := &authority{signs: x509.NewCertPool(), trusted: x509.NewCertPool()}
	y.Server = httptest.NewTLSServer(y.noting(front.Handler()))
	y.signs.AddCert(signer.GetRootCert(0).Cert)
	t.Cleanup(y.Close)
	y.trusted.AddCert(y.Certificate())
	return y
}

// noting counts orders and keeps what is said when an account is opened.
func (y *authority) noting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/order-plz":
			y.orders.Add(1)
		case "/sign-me-up":
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			var signed struct{ Payload string }
			if json.Unmarshal(body, &signed) == nil {
				said, _ := base64.RawURLEncoding.DecodeString(signed.Payload)
				y.account.Store(string(said))
			}
		}
		next.ServeHTTP(w, r)
	})
}

// as is how a house finds it.
func (y *authority) as() app.Authority {
	return app.Authority{Directory: y.URL + wfe.DirectoryPath, Roots: y.trusted}
}

// openNames answers that every name stands on this machine.
func openNames(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{Listener: listener, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, asked *dns.Msg) {
		answer := new(dns.Msg).SetReply(asked)
		if q := asked.Question[0]; q.Qtype == dns.TypeA {
			answer.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.IPv4(127, 0, 0, 1)}}
		}
		w.WriteMsg(answer)
	})}
	go server.ActivateAndServe()
	t.Cleanup(func() { listener.Close() })
	return listener.Addr().String()
}

// house is a whole Handrail that runs under a name of its own.
type house struct {
	http, tls int // its ports
	folder    app.Folder
	log       apptest.Log
	roots     *x509.CertPool // whom its visitors trust
	t         *testing.T
}

func newHouse(t *testing.T) *house {
	return &house{http: freePort(t), tls: freePort(t), folder: app.Folder(t.TempDir()), t: t}
}

// start serves until the test ends or stop is called, which waits for the end.
func (h *house) start(from app.Authority) (o app.Opened, stop func()) {
	h.t.Helper()
	from.HTTPPort = h.http
	ctx, cancel := context.WithCancel(context.Background())
	opened, ended := make(chan app.Opened, 1), make(chan error, 1)
	go func() {
		ended <- app.Serve(ctx, app.Config{
			Folder: h.folder, Listen: net.JoinHostPort("127.0.0.1", strconv.Itoa(h.tls)), Domain: domain, Authority: from,
			Clock: clock.System(), Log: slog.New(slog.NewTextHandler(&h.log, nil)),
		}, func(o app.Opened) { opened <- o })
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			h.t.Errorf("it did not end well: %v", err)
		}
	})
	h.t.Cleanup(stop)
	select {
	case o = <-opened:
	case err := <-ended:
		ended <- nil // for stop
		h.t.Fatalf("it did not start: %v\n%s", err, h.log.Text())
	}
	return o, stop
}

// visit sends a request as a browser does that has looked up the name.
func (h *house) visit(r *http.Request) (*http.Response, error) {
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: h.roots}, ForceAttemptHTTP2: true, DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			port := h.tls
			if strings.HasSuffix(address, ":80") {
				port = h.http
			}
			return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		},
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := transport.RoundTrip(r)
	if err == nil {
		h.t.Cleanup(func() { answer.Body.Close() })
	}
	return answer, err
}

// secured waits until the house answers over https, and is what it answered.
func (h *house) secured() *http.Response {
	h.t.Helper()
	var answer *http.Response
	h.until("it has a certificate", func() (err error) {
		answer, err = h.visit(httptest.NewRequest("GET", "https://"+domain+"/help", nil))
		return err
	})
	return answer
}

func (h *house) until(what string, done func() error) {
	h.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(30 * time.Second)
	for err := done(); err != nil; err = done() {
		select {
		case <-tick.C:
		case <-limit:
			h.t.Fatalf("waiting until %s: %v\n%s", what, err, h.log.Text())
		}
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// silent fails the test when something is printed: a program that asks at the
// terminal waits there for ever.
func silent(t *testing.T) {
	t.Helper()
	paper, err := os.Create(filepath.Join(t.TempDir(), "printed"))
	if err != nil {
		t.Fatal(err)
	}
	screen := os.Stdout
	os.Stdout = paper
	t.Cleanup(func() {
		os.Stdout = screen
		if printed, err := os.ReadFile(paper.Name()); err != nil || len(printed) > 0 {
			t.Errorf("printed %q, %v", printed, err)
		}
	})
}

func TestAHouseGetsItsCertificateAndKeepsIt(t *testing.T) {
	silent(t)
	h := newHouse(t)
	y := openAuthority(t, h.http, h.tls)
	h.roots = y.signs
	opened, stop := h.start(y.as())
	h.checkHTTPS(h.secured(), opened)
	h.checkRedirect()
	h.checkOtherVisitors()
	h.checkFolder()
	if said := y.account.Load(); said != `{"termsOfServiceAgreed":true}` {
		t.Errorf("the authority was told %v", said)
	}
	stop()
	first := y.orders.Load()
	h.start(y.as())
	h.secured()
	if all := y.orders.Load(); first == 0 || all != first {
		t.Errorf("asked for a certificate %d times before the restart, and %d times after it", first, all-first)
	}
	if text := h.log.Text(); strings.Contains(text, "certificate") {
		t.Errorf("nothing went wrong, and yet:\n%s", text)
	}
}

// checkHTTPS: the certificate is for the name alone, and what depends on https is on.
func (h *house) checkHTTPS(answer *http.Response, opened app.Opened) {
	h.t.Helper()
	if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 {
		h.t.Errorf("%s %s", answer.Proto, answer.Status)
	}
	if got := answer.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=63072000") {
		h.t.Errorf("Strict-Transport-Security: %q", got)
	}
	if got := answer.TLS.PeerCertificates[0].DNSNames; !slices.Equal(got, []string{domain}) {
		h.t.Errorf("a certificate for %q", got)
	}
	form := strings.NewReader(url.Values{"device": {"own"}}.Encode())
	r := httptest.NewRequest("POST", opened.SetUpLink, form)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://"+domain)
	answer, err := h.visit(r)
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		h.t.Fatalf("%v, %v", answer, err)
	}
	if got := answer.Header.Get("Set-Cookie"); !strings.HasPrefix(got, "__Host-") || !strings.Contains(got, "; Secure") {
		h.t.Errorf("Set-Cookie: %q", got)
	}
}

// checkRedirect: plain http leads to the same page under our own name, whatever
// name or form of address somebody asked with.
func (h *house) checkRedirect() {
	h.t.Helper()
	for _, c := range []struct{ line, host, to string }{
		{"GET /help", domain, "/help"},
		{"GET /groups/a%2Fb/forum?q=a%20b&page=2", domain, "/groups/a%2Fb/forum?q=a%20b&page=2"},
		{"POST /settings/reading", domain, "/settings/reading"},
		{"GET /help", "elsewhere.example", "/help"},
		{"GET http://elsewhere.example/help", "elsewhere.example", "/help"},
		{"GET x:.elsewhere.example", domain, ""},
		{"GET /.well-known/acme-challenge/unknown", domain, "/.well-known/acme-challenge/unknown"},
	} {
		answer := h.plain(c.line, c.host)
		if got := answer.Header.Get("Location"); answer.StatusCode != http.StatusPermanentRedirect || got != "https://"+domain+c.to {
			h.t.Errorf("%s at %s: %s to %q", c.line, c.host, answer.Status, got)
		}
	}
}

// plain sends a request line over plain http exactly as it is written.
func (h *house) plain(line, host string) *http.Response {
	h.t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(h.http)))
	if err != nil {
		h.t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, line+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n"); err != nil {
		h.t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer
}

// checkOtherVisitors: who knows the address alone learns no name, and old TLS is refused.
func (h *house) checkOtherVisitors() {
	h.t.Helper()
	for what, config := range map[string]*tls.Config{
		"another name": {ServerName: "elsewhere.example", InsecureSkipVerify: true},
		"no name":      {InsecureSkipVerify: true},
		"TLS 1.1":      {ServerName: domain, RootCAs: h.roots, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
	} {
		conn, err := tls.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(h.tls)), config)
		if err == nil {
			conn.Close()
			h.t.Errorf("%s: got in", what)
		}
	}
}

// checkFolder: keys and certificates are there for nobody else on the machine.
func (h *house) checkFolder() {
	h.t.Helper()
	keys := 0
	err := filepath.WalkDir(h.folder.TLS(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = fs.ModeDir | 0o700
		}
		if err == nil && info.Mode() != want {
			h.t.Errorf("%s: %v", path, info.Mode())
		}
		if filepath.Ext(path) == ".key" {
			keys++
		}
		return err
	})
	if err != nil || keys != 2 { // the account's and the certificate's
		h.t.Errorf("%d keys, %v", keys, err)
	}
}

func TestTheAuthorityMayLookAtEitherPort(t *testing.T) {
	for name, ports := range map[string]func(h *house) (int, int){
		"http only":  func(h *house) (int, int) { return h.http, freePort(t) },
		"https only": func(h *house) (int, int) { return freePort(t), h.tls },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			httpPort, tlsPort := ports(h)
			y := openAuthority(t, httpPort, tlsPort)
			h.roots = y.signs
			h.start(y.as())
			h.secured()
		})
	}
}

func TestAHouseWhoseAuthorityIsAwayRunsAndSaysSo(t *testing.T) {
	silent(t)
	h := newHouse(t)
	nobody := "https://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t))) + "/dir"
	_, stop := h.start(app.Authority{Directory: nobody})
	h.until("it says what is wrong", func() error {
		if text := h.log.Text(); !strings.Contains(text, "trouble with the certificate") || !strings.Contains(text, "connection refused") {
			return errors.New("nothing is said")
		}
		return nil
	})
	h.checkRedirect()
	if _, err := h.visit(httptest.NewRequest("GET", "https://"+domain+"/help", nil)); err == nil {
		t.Error("https without a certificate")
	}
	stop()
}
