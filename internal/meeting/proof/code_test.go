package proof_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/meeting/proof"
)

// The code changes every two minutes, and the one before still counts.
func TestACodeCountsForItsWindowAndTheNext(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.at(10 * time.Minute) // 20:10, where a window begins
		code := h.code()
		for after, want := range map[time.Duration]bool{
			0: true, proof.Window - time.Second: true, proof.Window: true, 2*proof.Window - time.Second: true, 2 * proof.Window: false, time.Hour: false,
		} {
			h.at(10*time.Minute + after)
			if got := h.types(apptest.Ana, code); got != want {
				t.Errorf("%v later it counts: %v", after, got)
			}
			h.Clock.Advance(24 * time.Hour) // so that no limit is met; no meeting is on then
		}
		h.at(10*time.Minute - time.Second)
		if h.types(apptest.Ana, code) {
			t.Error("it counts before it is shown")
		}
	})
}

func TestThereIsACodeOnlyAroundTheMeeting(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for after, want := range map[time.Duration]bool{
			-proof.Before - time.Second: false, -proof.Before: true, time.Hour + proof.After - time.Second: true, time.Hour + proof.After: false,
		} {
			h.at(after)
			shown := strings.Contains(h.wants(h.fay, h.path("/code")), "<room-code")
			now := h.Get(h.fay, h.path("/code/now"))
			if shown != want || (now.Code == http.StatusOK) != want {
				t.Errorf("%v after the start a code is shown: %v, %d", after, shown, now.Code)
			}
			if _, err := h.Proof.Enter(ctx, h.in(apptest.Ana), h.date, "000000", here); !strings.Contains(fmt.Sprint(err), "not the code") == want {
				t.Errorf("%v after the start: %v", after, err)
			}
		}
	})
}

func TestWhatIsTypedMayHaveSpaces(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.at(0)
		code := h.code()
		plain := strings.ReplaceAll(code, " ", "")
		for typed, want := range map[string]bool{
			code: true, plain: true, " " + plain + " ": true, plain[:2] + "-" + plain[2:]: true, plain + "0": false, plain[:5]: false, "": false, "x" + plain: false, plain + "\x00": true,
		} {
			if got := h.types(apptest.Ana, typed); got != want {
				t.Errorf("%q: %v", typed, got)
			}
			h.Clock.Advance(time.Second)
		}
	})
}

// A code of yesterday, of another date and of another meeting is none.
func TestACodeIsForOneDateAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.at(20 * time.Minute)
		code, other := h.code(), h.plan("The other hall")
		mine := h.date
		h.date = other
		there := h.code()
		if h.types(apptest.Ana, code) || code == there {
			t.Error("the code of another meeting counts")
		}
		h.date = mine
		if h.types(apptest.Ana, there) {
			t.Error("the code of the other one counts here")
		}
		next, err := h.Meetings.DatesFor(ctx, h.in(h.fay), mine.Meeting.ID, mine.End, mine.End.AddDate(0, 0, 8))
		must(t, err)
		h.date = next[0]
		h.at(20 * time.Minute)
		if h.types(apptest.Ana, code) {
			t.Error("last week's code counts")
		}
		if !h.types(apptest.Ana, h.code()) {
			t.Error("this week's does not")
		}
	})
}

// Whoever guesses is slowed down, and each account for itself: nobody can keep
// others from typing.
func TestGuessingIsSlow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.at(0)
		right := strings.ReplaceAll(h.code(), " ", "")
		n, err := strconv.Atoi(right)
		must(t, err)
		tried := 0
		for range 40 {
			n = (n + 7919) % 1_000_000
			body := h.Post(apptest.Ana, h.path("/attendance/codes"), url.Values{"code": {fmt.Sprintf("%06d", n)}}).Body
			if strings.Contains(body, "That were many tries.") {
				break
			}
			tried++
		}
		if tried > 15 {
			t.Errorf("%d guesses at once are looked at", tried)
		}
		if h.types(apptest.Ana, right) {
			t.Error("the right code is taken although there were too many guesses")
		}
		if !h.types(h.ben, right) {
			t.Error("somebody else cannot type the code")
		}
		h.Clock.Advance(10 * time.Minute)
		if !h.types(apptest.Ana, h.code()) {
			t.Error("the code is refused after a while, too")
		}
	})
}

func TestMinutesAreFromTheFirstCodeToTheLast(t *testing.T) {
	for name, c := range map[string]struct {
		at   []time.Duration
		want int
	}{
		"once":                    {[]time.Duration{10 * time.Minute}, 2},
		"twice":                   {[]time.Duration{5 * time.Minute, 50 * time.Minute}, 45},
		"many times":              {[]time.Duration{5 * time.Minute, 20 * time.Minute, 40 * time.Minute}, 35},
		"from before until after": {[]time.Duration{-10 * time.Minute, 80 * time.Minute}, 60},
		"before it alone":         {[]time.Duration{-10 * time.Minute, -5 * time.Minute}, 2},
		"after it alone":          {[]time.Duration{65 * time.Minute, 85 * time.Minute}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.stays(apptest.Ana, c.at...)
				if got := h.record(apptest.Ana).Minutes(); got != c.want {
					t.Errorf("%d minutes, not %d", got, c.want)
				}
			})
		})
	}
}

// Two devices that type at once keep both.
func TestTwoDevicesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 0)
		h.at(30 * time.Minute)
		code, done := h.code(), make(chan error)
		for range 4 {
			go func() {
				_, err := h.Proof.Enter(ctx, h.in(apptest.Ana), h.date, code, here)
				done <- err
			}()
		}
		for range 4 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got := h.record(apptest.Ana).Minutes(); got != 30 {
			t.Errorf("%d minutes", got)
		}
	})
}

func TestADateThatIsCalledOffHasNoCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Meetings.Cancel(ctx, h.in(h.fay), h.date.Key(), "The hall is closed."))
		h.at(0)
		if body := h.wants(h.fay, h.path("/code"), "This date is called off."); strings.Contains(body, "<room-code") {
			t.Error("a code is shown")
		}
	})
}
