package outbound

import (
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"handrail/internal/platform/fault"
)

func local(o Options) *Client {
	o.AllowPrivate, o.AnyPort = true, true
	return New(o)
}

func TestGetReadsAPage(t *testing.T) {
	address := page(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello ", r.URL.RequestURI()) })
	named := strings.Replace(address, "127.0.0.1", "site.test", 1)
	c := local(Options{Resolver: &names{lists: map[string][][]string{"site.test": always("127.0.0.1")}}})
	for _, a := range []string{address, named} {
		if body, err := read(c, a+"/feed?day=1"); err != nil || body != "200 hello /feed?day=1" {
			t.Errorf("%s: %q, %v", a, body, err)
		}
	}
}

// Some resolvers hand out an IPv4 address inside IPv6; it is still the address
// of an ordinary site.
func TestMappedAnswersAreReadAsIPv4(t *testing.T) {
	address := page(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") })
	named := strings.Replace(address, "127.0.0.1", "mapped.test", 1)
	if body, err := read(local(Options{Resolver: hostileNames()}), named); err != nil || body != "200 hello" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestNothingOfOursIsSent(t *testing.T) {
	var seen []http.Header
	var hosts []string
	end := page(t, func(_ http.ResponseWriter, r *http.Request) {
		seen, hosts = append(seen, r.Header.Clone()), append(hosts, r.Host)
	})
	start := page(t, func(w http.ResponseWriter, r *http.Request) {
		seen, hosts = append(seen, r.Header.Clone()), append(hosts, r.Host)
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
		http.Redirect(w, r, end+"/end", http.StatusFound)
	})
	request, _ := http.NewRequest(http.MethodGet, start+"/private/path", nil)
	request.Header.Set("Referer", "https://site.example/groups/secret")
	request.Header.Set("Cookie", "session=secret")
	request.Host = "other.example"
	answer, err := local(Options{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if len(seen) != 2 {
		t.Fatalf("%d requests", len(seen))
	}
	for i, header := range seen {
		for _, name := range []string{"Cookie", "Referer", "Origin", "X-Forwarded-For", "Via"} {
			if v := header.Get(name); v != "" {
				t.Errorf("request %d carries %s: %s", i, name, v)
			}
		}
		if agent := header.Get("User-Agent"); agent != neutralAgent {
			t.Errorf("request %d says it is %q", i, agent)
		}
		if hosts[i] == "other.example" {
			t.Errorf("request %d names another host than it went to", i)
		}
	}
}

func TestAgentIsTheGivenOne(t *testing.T) {
	address := page(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.UserAgent()) })
	for given, sent := range map[string]string{"": neutralAgent, "feeds": "feeds", "a\r\nCookie: b": neutralAgent} {
		if body, err := read(local(Options{UserAgent: given}), address); err != nil || body != "200 "+sent {
			t.Errorf("%q: %q, %v", given, body, err)
		}
	}
}

func TestFiveRedirectsAndNoMore(t *testing.T) {
	var asked atomic.Int64
	address := page(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		var left int
		fmt.Sscanf(r.URL.Path, "/%d", &left)
		if left > 0 {
			http.Redirect(w, r, fmt.Sprintf("/%d", left-1), http.StatusFound)
		}
	})
	if _, err := read(local(Options{}), address+"/5"); err != nil || asked.Swap(0) != 6 {
		t.Errorf("five redirects: %v", err)
	}
	_, err := read(local(Options{}), address+"/6")
	if !errors.Is(err, ErrRedirect) || fault.KindOf(err) != fault.Invalid || asked.Swap(0) != 6 {
		t.Errorf("six redirects: %v", err)
	}
	if body, err := read(local(Options{NoRedirects: true}), address+"/5"); err != nil || !strings.HasPrefix(body, "302 ") || asked.Load() != 1 {
		t.Errorf("no redirects: %q, %v", body, err)
	}
}

func TestRedirectNeverLeavesTLS(t *testing.T) {
	in := newInside(t)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:"+in.port, http.StatusFound)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	if _, err := read(local(Options{Roots: roots}), server.URL); !errors.Is(err, ErrRedirect) {
		t.Errorf("from https down to http: %v", err)
	}
	if n := in.count.Load(); n != 0 {
		t.Errorf("%d connections without TLS", n)
	}
	if _, err := read(local(Options{}), server.URL); !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate nobody signed: %v", err)
	}
}

func TestAnswersAreCapped(t *testing.T) {
	address := page(t, func(w http.ResponseWriter, r *http.Request) {
		var size int
		fmt.Sscanf(r.URL.Path, "/%d", &size)
		if r.URL.Query().Has("chunked") {
			w.(http.Flusher).Flush()
		}
		if r.URL.Query().Has("gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer z.Close()
			io.CopyN(z, zeros{}, int64(size))
			return
		}
		if !r.URL.Query().Has("chunked") {
			w.Header().Set("Content-Length", fmt.Sprint(size))
		}
		io.CopyN(w, zeros{}, int64(size))
	})
	c := local(Options{MaxBytes: 1000})
	for path, ok := range map[string]bool{
		"/0": true, "/1000": true, "/1000?chunked": true, "/1000?gzip": true,
		"/1001": false, "/1001?chunked": false, "/5000000?gzip": false,
	} {
		answer, err := c.Get(t.Context(), address+path)
		if path == "/1001" && !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: announced as too large, and yet begun: %v", path, err)
		}
		var body []byte
		if err == nil {
			body, err = io.ReadAll(answer.Body)
			answer.Body.Close()
		}
		if ok && err != nil || !ok && (!errors.Is(err, ErrTooLarge) || fault.KindOf(err) != fault.TooLarge) {
			t.Errorf("%s: %v", path, err)
		}
		if len(body) > 1000 {
			t.Errorf("%s gave %d bytes", path, len(body))
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestTooMuchStaysTooMuch(t *testing.T) {
	body := &cappedBody{from: io.NopCloser(strings.NewReader("0123456789")), left: 4}
	first, err := io.ReadAll(body)
	if string(first) != "0123" || !errors.Is(err, ErrTooLarge) {
		t.Errorf("%q, %v", first, err)
	}
	if n, err := body.Read(make([]byte, 8)); n != 0 || !errors.Is(err, ErrTooLarge) {
		t.Errorf("then %d bytes, %v", n, err)
	}
}

func TestAnswersAreOfTheTypesAskedFor(t *testing.T) {
	address := page(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = []string{r.URL.Query().Get("type")}
		if r.URL.Query().Has("missing") {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	c := local(Options{Types: []string{"application/json", "text/csv"}})
	for query, ok := range map[string]bool{
		"type=application/json": true, "type=Application/JSON%3B+charset=utf-8": true, "type=text/csv": true,
		"type=text/html&missing": true, "type=text/html": false, "type=": false, "type=application/jsonx": false, "type=json": false,
	} {
		_, err := read(c, address+"?"+query)
		if ok && err != nil || !ok && !errors.Is(err, ErrType) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestTimeIsCapped(t *testing.T) {
	end := make(chan struct{})
	address := page(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/drip" {
			io.WriteString(w, "a")
			w.(http.Flusher).Flush()
		}
		<-end
	})
	t.Cleanup(func() { close(end) })
	c := local(Options{Timeout: 100 * time.Millisecond})
	for _, path := range []string{"/silence", "/drip"} {
		_, err := read(c, address+path)
		if !errors.Is(err, ErrUnreachable) || fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "timed out") {
			t.Errorf("%s: %v", path, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, address); !errors.Is(err, context.Canceled) || !errors.Is(err, ErrUnreachable) {
		t.Errorf("given up: %v", err)
	}
}

// Asking for names one by one must not tell which of them exist inside.
func TestUnknownAndInsideSoundTheSame(t *testing.T) {
	c := New(Options{Resolver: &names{lists: map[string][][]string{
		"payroll.test": always("10.0.0.5"),
		"empty.test":   {{}},
	}}})
	var said []string
	for _, name := range []string{"payroll", "unknown", "empty"} {
		_, err := c.Get(t.Context(), "http://"+name+".test/")
		f, ok := fault.From(err)
		if !ok {
			t.Fatalf("%s: %v", name, err)
		}
		said = append(said, fmt.Sprint(f.Kind, f.Say))
	}
	if said[0] != said[1] || said[1] != said[2] {
		t.Errorf("answers differ: %q", said)
	}
}

func TestErrorsHoldNoAddress(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	c := local(Options{Resolver: &names{lists: map[string][][]string{"secret.test": always("127.0.0.1"), "far.test": always("0.0.0.0")}}})
	_, port, _ := strings.Cut(strings.TrimPrefix(closed.URL, "http://"), ":")
	for _, address := range []string{
		"http://secret.test:" + port + "/secret?secret", "http://gone.secret/", "http://far.test/secret", "ftp://secret/", "http://se\x7fcret/",
		"http://127.0.0.1:" + port + "/secret",
	} {
		_, err := c.Get(t.Context(), address)
		if err == nil {
			t.Fatalf("%s answered", address)
		}
		for _, text := range []string{err.Error(), fmt.Sprintf("%v %+v %s %q", err, err, err, err), fmt.Errorf("import: %w", err).Error()} {
			if strings.Contains(text, "secret") || strings.Contains(text, "127.0.0.1") {
				t.Errorf("%s is told in %q", address, text)
			}
		}
	}
}
