package feed_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/meeting"
	"handrail/internal/meeting/feed"
)

// TestAnotherReaderFindsTheSameDates has ical.js, which is nobody's here, read
// each kind of calendar, over a change of clocks, with a date called off, one
// moved, one more, and another time of day from some date on.
func TestAnotherReaderFindsTheSameDates(t *testing.T) {
	module, err := filepath.Abs(filepath.Join("..", "..", "..", "e2e", "node_modules", "ical.js"))
	must(t, err)
	_, missing := os.Stat(module)
	node, absent := exec.LookPath("node")
	if missing != nil || absent != nil {
		t.Skip("node, or e2e/node_modules/ical.js, is missing (bin/setup)")
	}
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		from := h.Clock.Now()
		to := from.AddDate(0, 8, 0)
		dates, err := h.Meetings.Between(ctx, h.marisol, from, to)
		must(t, err)
		must(t, h.Meetings.Cancel(ctx, h.tomasz, dates[1].Key(), "Closed."))
		must(t, h.Meetings.ChangeDate(ctx, h.tomasz, dates[2].Key(), meeting.DateDraft{Start: dates[2].Slot.AddDays(1), Minutes: 90}))
		_, err = h.Meetings.AddDate(ctx, h.tomasz, h.made.ID, meeting.DateDraft{Start: dates[3].Slot.AddDays(2), Minutes: 30})
		must(t, err)
		draft, _, err := h.Meetings.DraftFor(ctx, h.tomasz, dates[10].Key())
		must(t, err)
		draft.Plan.Series.First, draft.Saw = dates[10].Slot.Add(30*time.Minute), 0
		_, err = h.Meetings.ChangeFrom(ctx, h.tomasz, dates[10].Key(), draft)
		must(t, err)
		must(t, h.Meetings.Come(ctx, h.marisol, dates[2].Key(), meeting.Coming{Way: meeting.Online, Shown: meeting.AsNumber}))

		all, one := h.instants(from, to, ""), h.instants(from, to, dates[2].Slot.String())
		file, err := h.Feeds.FileFor(ctx, h.marisol, h.date(dates[2].Key()), feed.Places)
		must(t, err)
		for _, kind := range []struct {
			name, text string
			want       []int64
		}{
			{"everything", h.text(feed.Feed{Shows: feed.Discreet}), all},
			{"a group", h.text(feed.Feed{Shows: feed.Titles, Group: h.g.ID}), all},
			{"a meeting", h.text(feed.Feed{Shows: feed.Places, Meeting: h.made.ID, Alarm: 60}), all},
			{"what she comes to", h.text(feed.Feed{Shows: feed.Discreet, Coming: true}), one},
			{"one date", string(file), one},
		} {
			if got := readBy(t, node, module, kind.text, from, to); !slices.Equal(got, kind.want) {
				t.Errorf("of %s ical.js finds %d dates, and there are %d:\n%v\n%v", kind.name, len(got), len(kind.want), got, kind.want)
			}
		}
	})
}

func (h *house) date(key string) meeting.Occurrence {
	h.t.Helper()
	o, err := h.Meetings.DateFor(ctx, h.marisol, key)
	must(h.t, err)
	return o
}

func (h *house) text(f feed.Feed) string {
	h.t.Helper()
	body, err := h.Feeds.Read(ctx, h.make(h.marisol, f))
	must(h.t, err)
	return string(body)
}

// instants are the beginnings of the dates that are held, or of the one with a
// slot, in unix seconds.
func (h *house) instants(from, to time.Time, slot string) (list []int64) {
	h.t.Helper()
	dates, err := h.Meetings.Between(ctx, h.marisol, from, to)
	must(h.t, err)
	for _, o := range dates {
		if o.Standing != meeting.Cancelled && (slot == "" || o.Slot.String() == slot) {
			list = append(list, o.Start.Unix())
		}
	}
	return list
}

func readBy(t *testing.T, node, module, text string, from, to time.Time) (starts []int64) {
	t.Helper()
	asked, err := json.Marshal([]map[string]any{{"text": text, "from": from.Unix(), "to": to.Unix()}})
	must(t, err)
	run := exec.CommandContext(t.Context(), node, filepath.Join("..", "..", "platform", "ical", "testdata", "read.mjs"), module)
	run.Stdin, run.Stderr = bytes.NewReader(asked), os.Stderr
	answered, err := run.Output()
	must(t, err)
	var answers []struct {
		Events []struct {
			Start int64 `json:"start"`
		} `json:"events"`
	}
	must(t, json.Unmarshal(answered, &answers))
	for _, e := range answers[0].Events {
		starts = append(starts, e.Start)
	}
	slices.Sort(starts)
	return starts
}
