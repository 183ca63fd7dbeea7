package remind_test

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/remind"
)

// The canaries, by column: words that stand nowhere else.
var canaries = map[string]string{
	"meeting_nudge.about": "kanariabout",
	"meeting_nudge.line":  "kanariline",
}

// wordless are the columns that hold no words of anybody.
var wordless = []string{
	"id", "group_id", "membership_id", "receiver_id", "giver_id", "meeting_id", "line_id", "slot", "dates", "state", "answer",
	"lead", "unanswered", "stopped", "agreed", "ours", "since_at", "start_at", "end_at", "ran_at", "steady_at", "line_at", "told_at", "ended_at",
}

func TestEveryColumnHasACanary(t *testing.T) {
	for _, table := range remind.Declared() {
		for _, c := range table.Columns {
			if canaries[table.Name+"."+c.Name] == "" && !slices.Contains(wordless, c.Name) {
				t.Errorf("%s.%s has no canary", table.Name, c.Name)
			}
		}
	}
}

// TestOnlyTheTwoFindTheWordsOfANudge opens every page as everybody, and reads
// their copies: the words about which one is nudged are for the two, a line is
// for the one who got it, and in the copy of the one who wrote it.
func TestOnlyTheTwoFindTheWordsOfANudge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cleo, gus := h.Facilitator("Cleo"), h.Facilitator("Gus")
		h.Enter(cleo, h.g, "Northern Owl")
		h.Found(gus, "Heron", func(p *group.Plan) { p.Group.Name = "High Tide" })
		nudge := h.asks(apptest.Ana, "Quiet Cedar", canaries["meeting_nudge.about"])
		must(t, h.Remind.Agree(ctx, h.in(h.ben), nudge))
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 0, canaries["meeting_nudge.line"]))
		made := h.daily()
		h.chooses(apptest.Ana, made, remind.AllDates, 180)
		pages := h.pages(h.dates(made)[0].Key(), nudge, h.nudges(apptest.Ana)[0].LineID)
		for who, want := range map[apptest.Person]string{
			apptest.Ana: "meeting_nudge.about meeting_nudge.line", h.ben: "meeting_nudge.about meeting_nudge.line",
			cleo: "", h.fay: "", gus: "", apptest.Zoe: "", apptest.Stella: "", apptest.Vera: "",
		} {
			found := map[string]string{}
			for _, at := range pages {
				h.Clock.Advance(time.Second) // nobody may ask for so much at once
				h.finds(h.Do(who, h.Request("GET", at, url.Values{})).Body, at, found)
			}
			if who == h.ben {
				if at := found["meeting_nudge.line"]; at != "" {
					t.Errorf("who sent it keeps a copy at %s", at)
				}
			}
			if account := h.Viewer(who).Account; account != "" {
				var copied bytes.Buffer
				must(t, h.Belongings.WriteCopy(ctx, &copied, account, h.Clock.Now(), nil))
				h.finds(copied.String(), "the copy", found)
			}
			var names []string
			for name := range found {
				names = append(names, name)
			}
			slices.Sort(names)
			if got := strings.Join(names, " "); got != want {
				t.Errorf("%s finds %v, not %q", who.Name, found, want)
			}
		}
		for name, word := range canaries {
			if strings.Contains(h.Dump(), word) || strings.Contains(h.Log.Text(), word) {
				t.Errorf("%s lies open in the database, or in the log", name)
			}
		}
	})
}

// pages are all that there is to open in the group.
func (h *house) pages(date, nudge, line string) (all []string) {
	fill := strings.NewReplacer("{$}", "", "{group}", h.g.Slug, "{occurrence}", date, "{nudge}", nudge, "{kind}", "nudge")
	for _, route := range h.Router.Routes() {
		method, at, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" || slices.ContainsFunc([]string{"/connection", "/assets", "/exit", "/ui", "/hide", "/settings/visit/end"}, func(p string) bool { return strings.HasPrefix(at, p) }) {
			continue
		}
		at = fill.Replace(at)
		for _, target := range []string{nudge, line} {
			if one := strings.Replace(at, "{target}", target, 1); !strings.Contains(one, "{") && !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	if len(all) < 60 {
		h.t.Fatalf("there are only %d pages", len(all))
	}
	return all
}

func (h *house) finds(text, at string, found map[string]string) {
	for name, word := range canaries {
		if found[name] == "" && strings.Contains(text, word) {
			found[name] = at
		}
	}
}
