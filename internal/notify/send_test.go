package notify_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/notify"
	"handrail/internal/platform/outbound"
	"handrail/internal/platform/push"
)

const browser = "https://push.example.net/one"

func TestAnUrgentNoticeLeavesAtOnceAndOtherOnesAfterQuiet(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "America/New_York")
		h.subscribe(ana, browser)
		h.clock.Set(time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)) // 23:00 in New York
		h.tell(ana, hinted, "")
		h.tell(ana, replied, "tulip")
		h.settle()
		h.wantScreens(0, "at eleven at night")
		h.tell(ana, keyAdded, "")
		h.settle()
		if got := h.wantScreens(1, "what is urgent at eleven at night"); len(got) == 1 && got[0].Urgency != "high" {
			t.Errorf("its urgency is %q", got[0].Urgency)
		}
		h.pass(8*time.Hour + 59*time.Minute)
		h.wantScreens(1, "a minute before eight")
		h.pass(2 * time.Minute)
		got := h.wantScreens(2, "after eight")
		if n, _ := h.Unseen(h.t.Context(), ana); n != 3 {
			t.Errorf("in the house there are %d", n)
		}
		if last := got[len(got)-1]; last.Urgency != "normal" || last.Payload.Path != notify.ListPath || last.Endpoint != browser {
			t.Errorf("%+v", last)
		}
	})
}

func TestWhatHoldsANoticeBack(t *testing.T) {
	seen := func(h *house, v account.Viewer) { h.must(h.SeeAll(h.t.Context(), v)) }
	for name, c := range map[string]struct {
		hold func(h *house, v account.Viewer)
		kind notify.Kind
		n    int
	}{
		"nothing":                {func(*house, account.Viewer) {}, replied, 1},
		"seen meanwhile":         {seen, replied, 0},
		"seen meanwhile, urgent": {seen, keyAdded, 0},
		"taken away":             {func(h *house, v account.Viewer) { h.must(h.RemoveAll(h.t.Context(), v)) }, replied, 0},
		"resting":                {func(h *house, v account.Viewer) { h.reads(v, notify.Person{Resting: true}) }, keyAdded, 0},
		"not wanted":             {func(h *house, v account.Viewer) { h.change(v, func(s *notify.Setting) { s.NormalOut = false }) }, replied, 0},
		"urgent, others not wanted": {func(h *house, v account.Viewer) {
			h.change(v, func(s *notify.Setting) { s.NormalOut = false })
		}, keyAdded, 1},
		"urgent, not wanted": {func(h *house, v account.Viewer) { h.change(v, func(s *notify.Setting) { s.UrgentOut = false }) }, keyAdded, 0},
		"signed out":         {func(h *house, v account.Viewer) { h.must(h.accounts.End(h.t.Context(), v)) }, keyAdded, 0},
		"hidden for now": {func(h *house, v account.Viewer) {
			v.Keys = 1
			h.must(h.accounts.Hide(h.t.Context(), v))
		}, keyAdded, 0},
		"turned off": {func(h *house, v account.Viewer) {
			devices, err := h.DevicesFor(h.t.Context(), v)
			h.must(err)
			h.must(h.RemoveDevice(h.t.Context(), v, devices[0].ID))
		}, keyAdded, 0},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(h *house) {
				ana := h.come("en", "")
				h.subscribe(ana, browser)
				device, err := h.DevicesFor(h.t.Context(), ana)
				h.must(err)
				h.stop()
				h.tell(ana, c.kind, "tulip")
				id := h.ids(ana)[0]
				c.hold(h, ana)
				h.must(h.PushOne(h.t.Context(), id, device[0].ID))
				h.wantScreens(c.n, name)
			})
		})
	}
}

func TestTheNewestSpeaksForAll(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.subscribe(ana, browser)
		h.clock.Set(noon.Add(11 * time.Hour)) // 23:00
		for range 5 {
			h.tell(ana, replied, "tulip")
			h.clock.Advance(time.Minute)
		}
		h.settle()
		h.pass(12 * time.Hour)
		h.wantScreens(1, "five in one night")
	})
}

func TestANoticeThatLeftDoesNotLeaveAgain(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		device := h.subscribe(ana, browser)
		h.tell(ana, keyAdded, "")
		h.settle()
		h.wantScreens(1, "the first time")
		id := h.ids(ana)[0]
		var all sync.WaitGroup
		for range 8 {
			all.Add(1)
			go func() {
				defer all.Done()
				if err := h.PushOne(context.Background(), id, device.ID); err != nil {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		h.wantScreens(1, "eight more times")
	})
}

func TestTwoWorkersTakeOneNotice(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.giveAddress(ana, "ana@example.net")
		before := len(h.letters())
		device := h.subscribe(ana, browser)
		h.stop()
		h.tell(ana, keyAdded, "")
		id := h.ids(ana)[0]
		var all sync.WaitGroup
		for range 8 {
			all.Add(1)
			go func() {
				defer all.Done()
				if err := errors.Join(h.PushOne(context.Background(), id, device.ID), h.MailOne(context.Background(), id)); err != nil {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		h.wantScreens(1, "eight workers")
		h.wantLetters(before+1, "eight workers")
	})
}

func TestACrashOnTheWayCostsTheNoticeAndNeverDoublesIt(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.giveAddress(ana, "ana@example.net")
		before := len(h.letters())
		device := h.subscribe(ana, browser)
		h.stop()
		h.tell(ana, keyAdded, "")
		id := h.ids(ana)[0]
		h.pull("notify.send")
		if err := h.PushOne(h.t.Context(), id, device.ID); !errors.Is(err, errPulled) {
			t.Fatal(err)
		}
		if err := h.MailOne(h.t.Context(), id); !errors.Is(err, errPulled) {
			t.Fatal(err)
		}
		h.pull("")
		for range 3 {
			h.must(h.PushOne(h.t.Context(), id, device.ID))
			h.must(h.MailOne(h.t.Context(), id))
		}
		h.wantScreens(0, "after the crash")
		h.wantLetters(before, "after the crash")
		if n, _ := h.Unseen(h.t.Context(), ana); n != 1 {
			t.Errorf("in the house there are %d", n)
		}
	})
}

// service is a push service that answers as it is told.
type service struct {
	*httptest.Server
	status atomic.Int64
	heard  atomic.Int64
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{}
	s.status.Store(http.StatusCreated)
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.heard.Add(1)
		w.WriteHeader(int(s.status.Load()))
	}))
	t.Cleanup(s.Close)
	return s
}

// over has notices leave through the real pusher; near lets it reach this
// machine.
func over(s *service, near bool) change {
	return func(h *house, o *notify.Options) {
		keys, err := push.KeysFrom(h.t.Context(), func(_ context.Context, fresh string) (string, error) { return fresh, nil })
		h.must(err)
		options := outbound.Options{AllowPrivate: near, AnyPort: near}
		if near {
			options.Roots = s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
		}
		o.Push, err = push.NewWeb(push.Options{Keys: keys, Contact: "mailto:us@example.org", Clock: h.clock, Outbound: options})
		h.must(err)
	}
}

func TestABrowserThatIsGoneIsForgotten(t *testing.T) {
	s := newService(t)
	each(t, func(h *house) {
		ana := h.come("en", "")
		s.heard.Store(0)
		s.status.Store(http.StatusCreated)
		h.subscribe(ana, s.URL+"/one")
		h.tell(ana, keyAdded, "")
		h.settle()
		s.status.Store(http.StatusGone)
		h.clock.Advance(time.Minute)
		h.tell(ana, keyAdded, "")
		h.settle()
		devices, err := h.DevicesFor(h.t.Context(), ana)
		if err != nil || len(devices) != 0 || s.heard.Load() != 2 {
			t.Errorf("%d browsers left, %d calls, %v", len(devices), s.heard.Load(), err)
		}
	}, over(s, true))
}

func TestAServiceThatIsAwayIsTriedAgainAndThenLeftAlone(t *testing.T) {
	s := newService(t)
	each(t, func(h *house) {
		ana := h.come("en", "")
		s.heard.Store(0)
		s.status.Store(http.StatusServiceUnavailable)
		h.subscribe(ana, s.URL+"/one")
		h.tell(ana, keyAdded, "")
		h.settle()
		for range 2 * notify.Tries {
			h.pass(2 * time.Hour)
		}
		if n := s.heard.Load(); n != notify.Tries {
			t.Errorf("it was called %d times, want %d", n, notify.Tries)
		}
		if counts, err := h.queue.Count(h.t.Context()); err != nil || counts.Failed != 0 {
			t.Errorf("stewards are bothered with %d failures, %v", counts.Failed, err)
		}
		if devices, _ := h.DevicesFor(h.t.Context(), ana); len(devices) != 1 {
			t.Error("the browser was forgotten")
		}
		s.status.Store(http.StatusServiceUnavailable)
		h.tell(ana, keyAdded, "")
		h.settle()
		s.status.Store(http.StatusCreated)
		h.pass(2 * time.Minute)
		h.pass(2 * time.Hour)
		if n := s.heard.Load(); n != notify.Tries+2 {
			t.Errorf("it was called %d times, want once in vain and once more", n-notify.Tries)
		}
	}, over(s, true))
}

// TestAMadeUpAddressReachesNothingInside subscribes with addresses of this
// machine and of networks behind the firewall.
func TestAMadeUpAddressReachesNothingInside(t *testing.T) {
	s := newService(t)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	each(t, func(h *house) {
		s.heard.Store(0)
		for _, endpoint := range []string{
			s.URL + "/plain", "https://localhost" + port, "https://127.0.0.1" + port, "https://[::1]" + port, "https://0.0.0.0" + port,
			"https://[::ffff:127.0.0.1]" + port, "https://2130706433" + port, "https://0x7f000001" + port, "https://127.1" + port,
			"https://10.0.0.1/", "https://169.254.169.254/latest", "https://[fd00::1]/", "https://100.64.0.1/", "https://192.168.0.1/",
		} {
			ana := h.come("en", "")
			key, auth := browserKeys(t)
			if h.AddDevice(h.t.Context(), ana, endpoint, key, auth) != nil {
				continue
			}
			h.tell(ana, keyAdded, "")
		}
		h.settle()
		for range notify.Tries {
			h.pass(2 * time.Hour)
		}
		if n := s.heard.Load(); n != 0 {
			t.Errorf("%d calls came in", n)
		}
		for _, word := range []string{"127.0.0.1", "169.254", "/plain"} {
			if strings.Contains(h.log.String(), word) {
				t.Errorf("the log holds %q", word)
			}
		}
		key, auth := browserKeys(t)
		for _, endpoint := range []string{"http://push.example.net/", "javascript:1", "https://a:b@push.example.net/", "", strings.Repeat("https://a/", 900)} {
			if h.AddDevice(h.t.Context(), h.come("en", ""), endpoint, key, auth) == nil {
				t.Errorf("%.40q is taken", endpoint)
			}
		}
	}, over(s, false))
}

func (h *house) change(v account.Viewer, f func(*notify.Setting)) {
	h.t.Helper()
	h.must(h.Change(h.t.Context(), v, f))
}
