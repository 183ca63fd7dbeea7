package account_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

func TestALinkIsTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.issue(time.Hour)
		if target, err := h.Waiting(t.Context(), account.SetUp, token); err != nil || target != "" {
			t.Errorf("waiting: %q, %v", target, err)
		}
		var wait sync.WaitGroup
		errs, tokens := make([]error, 20), make([]string, 20)
		for i := range errs {
			wait.Go(func() { _, tokens[i], errs[i] = h.Take(t.Context(), account.SetUp, token, account.Kept, "Firefox") })
		}
		wait.Wait()
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
			} else if fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
			if h.here(tokens[i]) != (err == nil) {
				t.Errorf("whoever was answered %v is here: %v", err, err != nil)
			}
		}
		if won != 1 || h.count(`SELECT COUNT(*) FROM account_session`) != 1 {
			t.Errorf("%d won", won)
		}
		if _, err := h.Waiting(t.Context(), account.SetUp, token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the link is still waiting: %v", err)
		}
	})
}

func TestANewLinkKillsTheOldOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		first := h.issue(time.Hour)
		elsewhere, err := h.Issue(ctx, account.SetUp, "another", time.Hour)
		must(t, err)
		second := h.issue(time.Hour)
		if _, _, err := h.Take(ctx, account.SetUp, first, account.Kept, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the first link still works: %v", err)
		}
		v, seat, err := h.Take(ctx, account.SetUp, second, account.Kept, "Safari on Mac")
		if err != nil || !v.HasPass(account.SetUp) || v.Subject() != "pass:"+v.Pass {
			t.Fatalf("%+v, %v", v, err)
		}
		h.issue(time.Hour) // a link that was taken stays good
		if found, err := h.Find(ctx, seat); err != nil || found != v {
			t.Errorf("found %+v, %v", found, err)
		}
		if v, _, err := h.Take(ctx, account.SetUp, elsewhere, account.Kept, ""); err != nil || v.Target != "another" {
			t.Errorf("the link to another place: %+v, %v", v, err)
		}
	})
}

func TestALinkAndItsSessionEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		token := h.issue(time.Hour)
		late := h.issue(3 * time.Hour)
		if _, err := h.Waiting(ctx, account.SetUp, token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("replaced, and still waiting: %v", err)
		}
		v, seat, err := h.Take(ctx, account.SetUp, late, account.Kept, "")
		must(t, err)
		if s, err := h.SessionFor(ctx, v); err != nil || !s.Ends.Equal(noon.Add(3*time.Hour)) {
			t.Errorf("it ends at %v, %v: want it with the pass", s.Ends, err)
		}
		h.clock.Advance(3*time.Hour - time.Millisecond)
		h.wantHere(seat, true, "before the pass ends")
		h.clock.Advance(time.Millisecond)
		h.wantHere(seat, false, "when the pass has ended")
		last := h.issue(time.Minute)
		h.clock.Advance(time.Minute)
		if _, _, err := h.Take(ctx, account.SetUp, last, account.Kept, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("taken too late: %v", err)
		}
		for _, wrong := range []string{"", "x", last + "x"} {
			if _, err := h.Waiting(ctx, account.SetUp, wrong); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%q is waiting: %v", wrong, err)
			}
		}
	})
}

func TestNeitherTokensNorDevicesStandInTheRecords(t *testing.T) {
	address := dbtest.SQLite(t, dbtest.Schema)
	h := open(t, address)
	ctx := t.Context()
	came, err := h.ComeIn(ctx, account.Arrival{Name: "NAMEoftheirs", Device: "A device with a NAMEofitsown", Consents: true})
	must(t, err)
	waiting := h.issue(time.Hour)
	link, err := h.Issue(ctx, account.SetUp, "another", time.Hour)
	must(t, err)
	v, passSeat, err := h.Take(ctx, account.SetUp, link, account.Kept, "Another NAMEofitsown")
	must(t, err)
	rotated, err := h.Rotate(ctx, v)
	must(t, err)
	_, err = h.d.Writer().ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	must(t, err)
	for _, path := range []string{address, address + "-wal"} {
		file, err := os.ReadFile(path)
		must(t, err)
		if path == address && !bytes.Contains(file, []byte(v.Session)) {
			t.Fatal("the rows are not where the test looks for them")
		}
		for _, secret := range []string{came.Token, came.Name, waiting, link, passSeat, rotated, "NAMEofitsown", "NAMEoftheirs"} {
			if bytes.Contains(file, []byte(secret)) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
	}
}

func TestWhatHasEndedIsSweptKeyFirst(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		v, _, err := h.Take(ctx, account.SetUp, h.issue(time.Hour), account.Kept, "Firefox")
		must(t, err)
		h.issue(time.Hour)
		kept, seat := h.comeIn(account.Kept)
		h.comeIn(account.Shared)
		sealed, err := h.keys.Seal(ctx, v.Subject(), []byte("x"), "here")
		must(t, err)
		must(t, h.Sweep(ctx))
		h.wantRows(2, 3, "before anything ended")
		h.clock.Advance(account.SharedFor)

		h.set(func() { h.lost = true })
		if err := h.Sweep(ctx); !errors.Is(err, errPower) {
			t.Errorf("without the keys: %v", err)
		}
		h.set(func() {
			h.lost = false
			h.fail = func(p string) error { return map[string]error{"db.commit": errPower}[p] }
		})
		h.wantRows(2, 3, "with a key that could not be destroyed") // or nobody would know of it any more
		if err := h.Sweep(ctx); !errors.Is(err, errPower) {
			t.Errorf("without the records: %v", err)
		}
		h.set(func() { h.fail = nil })
		if _, err := h.keys.Open(ctx, v.Subject(), sealed, "here"); !errors.Is(err, seal.ErrDestroyed) {
			t.Errorf("the key of a pass that ended: %v", err)
		}
		must(t, h.Sweep(ctx))
		h.wantRows(0, 1, "at last")
		h.wantHere(seat, true, "whose session goes on")
		if s, err := h.SessionFor(ctx, kept); err != nil || s.Device == "" {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

func (h *house) wantRows(passes, sessions int64, when string) {
	h.t.Helper()
	p, s := h.count(`SELECT COUNT(*) FROM account_pass`), h.count(`SELECT COUNT(*) FROM account_session`)
	if p != passes || s != sessions {
		h.t.Errorf("%s: %d passes and %d sessions, want %d and %d", when, p, s, passes, sessions)
	}
}

var agents = map[string]string{
	"Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0":                                                                                     "Firefox on Android",
	"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                                   "Firefox on Linux",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                                          "Chrome on Windows",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":                            "Edge on Windows",
	"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 EdgA/140.0.0.0":                           "Edge on Android",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 EdgiOS/140.0.0.0 Mobile/15E148 Safari/604.1": "Edge on iPhone",
	"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36":                         "Samsung Internet on Android",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1":                  "Safari on iPhone",
	"Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1":                            "Chrome on iPad",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15":                                    "Safari on Mac",
	"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 OPR/123.0.0.0":                                        "Opera on Windows",
	"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                                           "Chrome on Chromebook",
	"Windows":     "Windows",
	"Firefox/1":   "Firefox",
	"curl/8.0":    "",
	"":            "",
	"zoe\x1b[31m": "",
}

func TestDevicesHavePlainNames(t *testing.T) {
	for agent, want := range agents {
		if got := account.DeviceName(agent); got != want {
			t.Errorf("%q is called %q, want %q", agent, got, want)
		}
	}
}

func FuzzDeviceName(f *testing.F) {
	for agent := range agents {
		f.Add(agent)
	}
	known := " on Firefox Edge Opera Samsung Internet Chrome Safari Android iPhone iPad Windows Chromebook Mac Linux "
	f.Fuzz(func(t *testing.T, agent string) {
		for _, word := range strings.Fields(account.DeviceName(agent)) {
			if !strings.Contains(known, " "+word+" ") {
				t.Errorf("%q says %q", agent, word)
			}
		}
	})
}
