package push

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/outbound"
)

func TestDeviceReadsTheNotice(t *testing.T) {
	s, d := newService(t), newDevice(t)
	to := d.subscribe(t, s.URL+"/send/abc")
	notice := Notice{Topic: "notices", Path: "/notices", Keep: time.Hour, Urgency: Low}
	if err := pusher(t, s).Push(t.Context(), to, notice); err != nil {
		t.Fatal(err)
	}
	header, body := s.last(t)
	payload, err := d.read(body)
	want := Payload{Title: "You have an update", Tag: to.topic("notices"), Path: "/notices", Lang: "en", Dir: "ltr"}
	if err != nil || payload != want {
		t.Errorf("%+v, %v", payload, err)
	}
	for name, want := range map[string]string{
		"Content-Encoding": "aes128gcm", "Ttl": "3600", "Urgency": "low", "Topic": to.topic("notices"), "Cookie": "", "Referer": "",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	if _, err := newDevice(t).read(body); err == nil {
		t.Error("another device reads it too")
	}
}

func TestNoticeSpeaksTheDevicesLanguage(t *testing.T) {
	catalogue, err := i18n.NewCatalogue(Locale)
	if err != nil {
		t.Fatal(err)
	}
	s, d := newService(t), newDevice(t)
	ctx := i18n.With(t.Context(), catalogue.For("es"))
	if err := pusher(t, s).Push(ctx, d.subscribe(t, s.URL), Notice{}); err != nil {
		t.Fatal(err)
	}
	header, body := s.last(t)
	payload, err := d.read(body)
	if err != nil || payload.Title != "Tienes una novedad" || payload.Lang != "es" || payload.Path != "/" {
		t.Errorf("%+v, %v", payload, err)
	}
	if header.Get("Ttl") != "86400" || header.Get("Urgency") != "normal" || header.Get("Topic") == "" {
		t.Errorf("%v", header)
	}
}

// What passes the maker of the phone: always the same size, and no word that
// two devices share.
func TestNoticesTellTheServiceNothing(t *testing.T) {
	s := newService(t)
	w := pusher(t, s)
	one, two := newDevice(t).subscribe(t, s.URL+"/1"), newDevice(t).subscribe(t, s.URL+"/2")
	topics, sizes := map[string]bool{}, map[int]bool{}
	for _, c := range []struct {
		to Subscription
		n  Notice
	}{
		{one, Notice{Topic: "group 7"}},
		{two, Notice{Topic: "group 7"}},
		{one, Notice{Topic: "group 7", Path: "/" + strings.Repeat("a", 200), Text: "Something longer is waiting for you on this site."}},
	} {
		if err := w.Push(t.Context(), c.to, c.n); err != nil {
			t.Fatal(err)
		}
		header, body := s.last(t)
		topics[header.Get("Topic")], sizes[len(body)] = true, true
		if strings.Contains(fmt.Sprint(header), "group") {
			t.Errorf("the topic is told: %v", header)
		}
	}
	if len(topics) != 2 || len(sizes) != 1 || !sizes[recordSize] {
		t.Errorf("%d topics for two devices; sizes %v", len(topics), sizes)
	}
}

func TestNoticeIsSigned(t *testing.T) {
	s := newService(t)
	w := pusher(t, s)
	if err := w.Push(t.Context(), newDevice(t).subscribe(t, s.URL+"/x"), Notice{}); err != nil {
		t.Fatal(err)
	}
	header, _ := s.last(t)
	token, key, found := strings.Cut(strings.TrimPrefix(header.Get("Authorization"), "vapid t="), ", k=")
	if !found || key != w.PublicKey() {
		t.Fatalf("Authorization: %s", header.Get("Authorization"))
	}
	point, err := decode(key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return public, nil },
		jwt.WithValidMethods([]string{"ES256"}), jwt.WithAudience(s.URL), jwt.WithSubject("https://site.example"), jwt.WithExpirationRequired())
	if err != nil || len(claims) != 3 {
		t.Errorf("%v, %v", claims, err)
	}
}

func TestGoneSubscriptionsAreTold(t *testing.T) {
	s := newService(t)
	w, to := pusher(t, s), newDevice(t).subscribe(t, s.URL)
	for status, gone := range map[int]bool{404: true, 410: true, 400: false, 401: false, 403: false, 413: false, 429: false, 500: false, 503: false} {
		s.answers(status)
		err := w.Push(t.Context(), to, Notice{})
		if errors.Is(err, ErrGone) != gone || errors.Is(err, ErrNotSent) == gone {
			t.Errorf("%d: %v", status, err)
		}
		if !gone && !strings.Contains(err.Error(), fmt.Sprint(status)) {
			t.Errorf("%d is told as %v", status, err)
		}
	}
	for _, status := range []int{200, 201, 202, 204} {
		s.answers(status)
		if err := w.Push(t.Context(), to, Notice{}); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestServiceSaysHowLongToWait(t *testing.T) {
	s := newService(t)
	w, to := pusher(t, s), newDevice(t).subscribe(t, s.URL)
	for after, want := range map[string]time.Duration{
		"": 0, "30": 30 * time.Second, "0": 0, "-5": 0, "soon": 0, "999999": longestWait,
		june.Add(time.Minute).Format(http.TimeFormat): time.Minute,
		june.Add(-time.Hour).Format(http.TimeFormat):  0, june.AddDate(1, 0, 0).Format(http.TimeFormat): longestWait,
	} {
		s.answers(http.StatusTooManyRequests, "Retry-After", after)
		f, ok := fault.From(w.Push(t.Context(), to, Notice{}))
		if !ok || f.Kind != fault.Unavailable || f.Wait != want {
			t.Errorf("%q: %+v", after, f)
		}
	}
}

func TestEndpointsInsideAreNotReached(t *testing.T) {
	s := newService(t)
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	w, err := NewWeb(Options{
		Keys: newKeys(t), Contact: "mailto:post@site.example", Clock: clock.NewManual(june),
		Outbound: outbound.Options{AnyPort: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]", "[::1]", "2130706433", "0x7f.1", "169.254.169.254", "10.0.0.1"} {
		to := newDevice(t).subscribe(t, "https://"+host+":"+port+"/send")
		err := w.Push(t.Context(), to, Notice{})
		refused := errors.Is(err, outbound.ErrNotPublic) || errors.Is(err, outbound.ErrAddress)
		if !errors.Is(err, ErrNotSent) || !refused {
			t.Errorf("%s: %v", host, err)
		}
		if strings.Contains(err.Error(), host) {
			t.Errorf("%s is told in %v", host, err)
		}
	}
	if len(s.bodies) != 0 {
		t.Errorf("%d notices arrived inside", len(s.bodies))
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	s, other := newService(t), newService(t)
	s.answers(http.StatusTemporaryRedirect, "Location", other.URL)
	if err := pusher(t, s).Push(t.Context(), newDevice(t).subscribe(t, s.URL), Notice{}); !errors.Is(err, ErrNotSent) {
		t.Errorf("redirected: %v", err)
	}
	if len(other.bodies) != 0 {
		t.Error("the notice went elsewhere")
	}
}

func TestWebIsComplete(t *testing.T) {
	keys, c := newKeys(t), clock.NewManual(june)
	for _, o := range []Options{
		{}, {Contact: "https://site.example"}, {Contact: "https://site.example", Keys: keys}, {Contact: "https://site.example", Clock: c},
		{Contact: "http://site.example", Keys: keys, Clock: c}, {Contact: "post@site.example", Keys: keys, Clock: c},
	} {
		if _, err := NewWeb(o); err == nil {
			t.Errorf("%v was taken", o.Contact)
		}
	}
}
