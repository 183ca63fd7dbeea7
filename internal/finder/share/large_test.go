package share_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/finder/share"
)

// many is a feed with so many meetings.
func many(count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, `%c{"name":"Meeting","slug":"m%d","day":%d,"time":"10:00"}`, "[,"[min(i, 1)], i, i%7)
	}
	return b.String() + "]"
}

// stuck is a client that does not read on until it is let go.
type stuck struct {
	*httptest.ResponseRecorder
	begun, goOn chan struct{}
}

func (s stuck) Write(b []byte) (int, error) {
	select {
	case s.begun <- struct{}{}:
	case <-s.goOn:
	}
	<-s.goOn
	return s.ResponseRecorder.Write(b)
}

// TestFewLargeFeedsAtOnce: two are sent at a time; who comes then is told to come
// again. Small ones go on.
func TestFewLargeFeedsAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		take(t, a, "Port Aurel Area", many(5001), nil)
		begun, goOn, done := make(chan struct{}), make(chan struct{}), make(chan int)
		for range 2 {
			go func() {
				w := stuck{httptest.NewRecorder(), begun, goOn}
				a.Router.ServeHTTP(w, a.Request(http.MethodGet, "/meetings.json", nil))
				done <- w.Code
			}()
			<-begun
		}
		got := a.Get(apptest.Vera, "/meetings.csv")
		if got.Code != http.StatusServiceUnavailable || got.Header.Get("Retry-After") != "30" || got.Header.Get("ETag") != "" {
			t.Errorf("the third: %d %v", got.Code, got.Header)
		}
		if got := a.Get(apptest.Vera, "/meetings.json?day=0"); got.Code != http.StatusOK {
			t.Errorf("a small one: %d", got.Code)
		}
		if got := a.Do(apptest.Vera, a.Request(http.MethodHead, "/meetings.json", nil)); got.Code != http.StatusOK {
			t.Errorf("HEAD: %d", got.Code)
		}
		close(goOn)
		for range 2 {
			if code := <-done; code != http.StatusOK {
				t.Errorf("one of the first two: %d", code)
			}
		}
		a.Clock.Advance(time.Hour)
		for i := range 11 { // as many as one network may load in a minute, and one more
			got := a.Get(apptest.Vera, "/meetings.json")
			if want := map[bool]int{true: http.StatusOK, false: http.StatusTooManyRequests}[i < 10]; got.Code != want {
				t.Errorf("large feed %d: %d, not %d", i+1, got.Code, want)
			}
		}
		if got := a.Get(apptest.Vera, "/meetings.json?day=0"); got.Code != http.StatusOK {
			t.Errorf("a small one after many large ones: %d", got.Code)
		}
	})
}

// TestATagOfDaysIsForAMinute: what is asked for by days or parts of the day depends on
// when one asks.
func TestATagOfDaysIsForAMinute(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		take(t, a, "Port Aurel Area", guide, nil)
		for path, moves := range map[string]bool{"/meetings.json": false, "/meetings.json?way=online": false, "/meetings.json?day=0": true, "/meetings.csv?part=evening": true} {
			first := a.Get(apptest.Vera, path).Header.Get("ETag")
			same := a.Get(apptest.Vera, path).Header.Get("ETag")
			a.Clock.Advance(time.Minute)
			later := a.Get(apptest.Vera, path).Header.Get("ETag")
			if first == "" || same != first || (later != first) != moves {
				t.Errorf("%s: %s, %s, and a minute later %s", path, first, same, later)
			}
		}
	})
}

func TestWhatIsAskedForIsBounded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, name := range []string{"q", "region", "place", "code", "source", "timezone", "km&at"} {
			path := "/meetings.json?" + name + "=" + strings.Repeat("a", 201)
			if got := a.Get(apptest.Vera, path); got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, got.Code)
			}
		}
		if got := a.Get(apptest.Vera, "/meetings.json?q="+strings.Repeat("a", 200)); got.Code != http.StatusOK {
			t.Errorf("200 bytes: %d", got.Code)
		}
	})
}

// nawsTable is a table of the world services with so many meetings, of which the one
// last is not published.
func nawsTable(count int, unpublished bool) string {
	var b strings.Builder
	b.WriteString("CommitteeName,Day,Time,bmlt_id,unpublished\n")
	for i := range count {
		flag := ""
		if unpublished && i == count-1 {
			flag = "1"
		}
		fmt.Fprintf(&b, "Meeting no %d.,Monday,1930,%d,%s\n", i, i+1, flag)
	}
	return b.String()
}

// onFirst does something when the first bytes come.
type onFirst struct {
	strings.Builder
	do func()
}

func (o *onFirst) Write(b []byte) (int, error) {
	if do := o.do; do != nil {
		o.do = nil
		do()
	}
	return o.Builder.Write(b)
}

// TestNothingGoneOrUnpublishedIsPassedOn: neither at any time, nor when it goes while
// a feed is being written.
func TestNothingGoneOrUnpublishedIsPassedOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		const count = 1200
		naws := func(s *finder.Source) { s.Format, s.Programme = feed.NAWS, "na" }
		id := take(t, a, "Cape Area", nawsTable(count, false), naws)
		last, before := fmt.Sprintf("Meeting no %d.", count-1), fmt.Sprintf("Meeting no %d.", count-2)
		out := &onFirst{do: func() { again(t, a, id, nawsTable(count-1, true)) }}
		if err := a.Share().Write(t.Context(), out, share.NAWS, finder.Query{}); err != nil {
			t.Fatal(err)
		}
		if said := out.String(); !strings.Contains(said, "Meeting no 1.") || strings.Contains(said, last) || strings.Contains(said, before) {
			t.Errorf("what went while it was written: %.300s … %s", said, said[max(0, len(said)-600):])
		}
		for _, format := range []share.Format{share.Guide, share.Table, share.NAWS, share.Calendar} {
			var all strings.Builder
			if err := a.Share().Write(context.Background(), io.Writer(&all), format, finder.Query{}); err != nil {
				t.Fatal(err)
			}
			if said := all.String(); !strings.Contains(said, "Meeting no 1.") || strings.Contains(said, last) || strings.Contains(said, before) {
				t.Errorf("%s holds what is gone or not published", format)
			}
		}
	})
}
