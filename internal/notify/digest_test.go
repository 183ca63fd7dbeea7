package notify_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/notify"
	"handrail/internal/platform/mail"
)

// reader is somebody in New York who asked for digests at seven.
func (h *house) reader(d notify.Digest) account.Viewer {
	h.t.Helper()
	v := h.come("fr", "America/New_York")
	h.giveAddress(v, "reader@example.net")
	h.change(v, func(s *notify.Setting) { s.Digest, s.DigestHour, s.UrgentOut = d, 7, false })
	return v
}

// live goes through some hours as the house does.
func (h *house) live(d time.Duration) {
	h.t.Helper()
	for end := h.clock.Now().Add(d); h.clock.Now().Before(end); {
		h.clock.Advance(30 * time.Minute)
		h.must(h.SendDigests(h.t.Context()))
		h.settle()
	}
}

func TestADailyDigestTellsOnceADayOfWhatIsUnseen(t *testing.T) {
	each(t, func(h *house) {
		ana := h.reader(notify.Daily) // noon in London, seven in New York
		h.live(30 * time.Hour)
		h.wantLetters(1, "nothing new, but the code")
		h.tell(ana, hinted, "")
		h.live(23 * time.Hour)
		letters := h.wantLetters(2, "the day after")
		if last := letters[len(letters)-1]; !strings.Contains(last, "Content-Language: fr") || !strings.Contains(last, "List-Unsubscribe: <https://example.org/settings/notices>") {
			t.Errorf("%s", last)
		}
		h.live(72 * time.Hour)
		h.wantLetters(2, "days without anything new")
		h.tell(ana, hinted, "")
		h.must(h.SeeAll(h.t.Context(), ana))
		h.live(24 * time.Hour)
		h.wantLetters(2, "what was seen")
		h.tell(ana, replied, "tulip")
		h.reads(ana, notify.Person{Zone: "America/New_York", Resting: true})
		h.live(24 * time.Hour)
		h.wantLetters(2, "somebody who rests")
		h.reads(ana, notify.Person{Zone: "America/New_York"})
		h.live(24 * time.Hour)
		h.wantLetters(3, "back again")
		h.tell(ana, replied, "tulip")
		h.change(ana, func(s *notify.Setting) { s.Digest = notify.Never })
		h.live(48 * time.Hour)
		h.wantLetters(3, "mails turned off")
	})
}

func TestAWeeklyDigestComesOnMonday(t *testing.T) {
	each(t, func(h *house) {
		ana := h.reader(notify.Weekly)
		h.tell(ana, hinted, "")
		h.clock.Set(time.Date(2026, 11, 30, 11, 25, 0, 0, time.UTC)) // Monday, before seven in New York
		h.must(h.SendDigests(h.t.Context()))
		h.settle()
		h.wantLetters(1, "before seven")
		h.live(time.Hour)
		h.wantLetters(2, "after seven")
		h.tell(ana, hinted, "")
		h.live(6*24*time.Hour + 22*time.Hour)
		h.wantLetters(2, "within the week")
		h.live(2 * time.Hour)
		h.wantLetters(3, "the Monday after")
	})
}

func TestADigestLeavesOnce(t *testing.T) {
	each(t, func(h *house) {
		ana := h.reader(notify.Daily)
		h.tell(ana, hinted, "")
		h.stop()
		h.clock.Advance(24 * time.Hour)
		due := h.clock.Now().UnixMilli()
		h.pull("notify.send")
		if err := h.MailDigest(h.t.Context(), ana.Account, due-1); err == nil {
			t.Error("the plug was not pulled")
		}
		h.pull("")
		h.must(h.MailDigest(h.t.Context(), ana.Account, due-1))
		h.wantLetters(1, "after a crash on the way")
		h.clock.Advance(time.Minute)
		h.tell(ana, hinted, "")
		var all sync.WaitGroup
		for range 8 {
			all.Add(1)
			go func() {
				defer all.Done()
				if err := h.MailDigest(context.Background(), ana.Account, due+100_000); err != nil {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		h.wantLetters(2, "eight workers")
		h.clock.Advance(time.Hour)
		h.tell(ana, hinted, "")
		h.must(h.MailDigest(h.t.Context(), ana.Account, due+100_000))
		h.wantLetters(2, "the same digest once more, with something new meanwhile")
	})
}

func TestAMailServerThatIsAwayIsTriedAgain(t *testing.T) {
	each(t, func(h *house) {
		ana := h.reader(notify.Daily)
		h.tell(ana, hinted, "")
		h.settle()
		server := h.options.Mail.(*post)
		server.answer = mail.ErrNotSent
		h.live(24 * time.Hour)
		h.wantLetters(1, "while the server is away")
		h.clock.Set(h.clock.Now().Truncate(time.Hour))
		h.live(23*time.Hour + 30*time.Minute) // until just before the next
		server.answer = nil
		h.live(time.Hour)
		h.wantLetters(2, "once it is back")
		if counts, err := h.queue.Count(h.t.Context()); err != nil || counts.Failed != 0 {
			t.Errorf("stewards are bothered with %d failures, %v", counts.Failed, err)
		}
	}, throughAPost)
}
