package moderation_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/moderation"
)

func TestTheReporterChoosesWhoSeesIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, c := range []struct {
			about             string
			category, to      string
			leaders, stewards bool
		}{
			{h.ids[h.bo], "selling", "fitting", true, false},
			{h.ids[h.bo], "method", "fitting", true, false},
			{h.ids[h.bo], "sexual", "fitting", false, true},
			{h.ids[h.bo], "threat", "fitting", false, true},
			{h.ids[h.bo], "danger", "fitting", true, true},
			{h.ids[h.gil], "other", "fitting", false, true},
			{h.ids[h.bo], "sexual", "leaders", true, false},
			{h.ids[h.bo], "other", "stewards", false, true},
			{h.ids[h.bo], "other", "both", true, true},
			{h.ids[h.gil], "other", "leaders", true, false},
		} {
			report := h.reports(apptest.Ana, c.about, form("category", c.category, "to", c.to, "said", "a heron stood there"))
			if got := h.Get(h.fay, h.desk(report)).Code == http.StatusOK; got != c.leaders {
				t.Errorf("%+v: a leader sees it: %v", c, got)
			}
			if got := h.Get(apptest.Stella, moderation.StewardsPath+"/"+report).Code == http.StatusOK; got != c.stewards {
				t.Errorf("%+v: a steward sees it: %v", c, got)
			}
			h.Clock.Advance(5 * time.Minute)
		}
	})
}

func TestNobodyElseSeesAReport(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "other", "to", "leaders", "said", "a heron stood there"))
		strangers := []apptest.Person{apptest.Ana, h.bo, h.former, h.elsewhere, h.outsider, apptest.Stella}
		for _, path := range []string{h.at("/lead/reports"), h.desk(report)} {
			h.refuses(path, strangers...)
		}
		h.refuses(moderation.StewardsPath, apptest.Ana, h.bo, h.fay, h.outsider)
		h.refuses(moderation.StewardsPath+"/"+report, apptest.Stella, h.fay)
		for below, send := range map[string]url.Values{"/acts": form("what", "ban", "reason", "x", "saw", "0"), "/answer": form("answer", "x"), "/handing": form()} {
			for _, p := range strangers {
				if got := h.Post(p, h.desk(report)+below, send); got.Code != http.StatusNotFound {
					t.Errorf("POST %s as %s: %d", below, p.Name, got.Code)
				}
			}
		}
		for _, p := range []apptest.Person{h.former, h.elsewhere, h.outsider} {
			h.refuses(h.at("/report"), p)
			h.refuses(h.at("/report/persona/"+h.ids[h.bo]), p)
			h.refuses(h.at("/care"), p)
			h.refuses(h.at("/told"), p)
			if got := h.Post(p, h.at("/report/persona/"+h.ids[h.bo]), form("category", "other", "to", "leaders")); got.Code != http.StatusNotFound {
				t.Errorf("%s reports from outside: %d", p.Name, got.Code)
			}
		}
		if strings.Contains(h.wants(h.gil, h.at("/lead/reports")), "heron") || h.count(`SELECT COUNT(*) FROM moderation_report`) != 1 {
			t.Error("the list says what was said, or there are more reports")
		}
	})
}

// TestALeaderNeverSeesWhatIsAboutThem: neither in the list nor by its address,
// and they can do nothing about it.
func TestALeaderNeverSeesWhatIsAboutThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.gil], form("category", "other", "to", "leaders", "said", "a heron stood there"))
		h.wants(h.fay, h.desk(report), "a heron stood there", "Somebody who does not want to be known")
		h.refuses(h.desk(report), h.gil)
		if strings.Contains(h.wants(h.gil, h.at("/lead/reports")), report) {
			t.Error("it is in their list")
		}
		for below, send := range map[string]url.Values{"/acts": form("what", "hush", "days", "3", "reason", "x", "saw", "0"), "/answer": form("answer", "x"), "/handing": form()} {
			if got := h.Post(h.gil, h.desk(report)+below, send); got.Code != http.StatusNotFound {
				t.Errorf("POST %s: %d", below, got.Code)
			}
		}
		if got := h.notices(h.gil); len(got) > 0 {
			t.Errorf("they were told: %v", got)
		}
		if got := h.notices(h.fay); !slices.Equal(got, []string{"report.made"}) {
			t.Errorf("the other leader was told %v", got)
		}
	})
}

// TestWhereNoLeaderCanSeeItTheStewardsDo: the only one who leads is whom it is
// about.
func TestWhereNoLeaderCanSeeItTheStewardsDo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Groups.StepDown(ctx, h.in(h.gil)))
		report := h.reports(apptest.Ana, h.ids[h.fay], form("category", "other", "to", "leaders"))
		h.refuses(h.desk(report), h.fay)
		h.wants(apptest.Stella, moderation.StewardsPath+"/"+report, "Low Tide")
		if got := h.notices(apptest.Stella); !slices.Equal(got, []string{"report.made-stewards"}) {
			t.Errorf("the steward was told %v", got)
		}
	})
}

// TestWhoReportedIsKnownOnlyWhereTheyWant: to no desk, and never to whom it is
// about.
func TestWhoReportedIsKnownOnlyWhereTheyWant(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		hushed := h.reports(apptest.Ana, h.ids[h.bo], form("category", "other", "to", "both"))
		named := h.reports(apptest.Ana, h.ids[h.bo], form("category", "other", "to", "both", "named", "on"))
		for _, at := range []struct {
			p    apptest.Person
			path func(string) string
		}{{h.fay, h.desk}, {apptest.Stella, func(id string) string { return moderation.StewardsPath + "/" + id }}} {
			if page := h.wants(at.p, at.path(hushed)); strings.Contains(page, "Marisol") || strings.Contains(page, h.ids[apptest.Ana]) {
				t.Errorf("%s learns who reported", at.p.Name)
			}
			h.wants(at.p, at.path(named), "Marisol")
		}
		h.act(h.fay, h.desk(hushed), moderation.Hush, "Please take a pause.", form("days", "3"))
		if page := h.wants(h.bo, h.at("/told")); strings.Contains(page, "Marisol") {
			t.Error("whom it is about learns who reported")
		}
	})
}

// TestWhatWasSeenOutlivesItsAuthor: the snapshot is what the reporter saw, though
// it was changed before they sent it, and though its author erased everything.
func TestWhatWasSeenOutlivesItsAuthor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		change := func(about string) {
			must(t, h.Groups.ChangePersona(ctx, h.in(h.bo), group.Face{Name: "Willow", About: about, Seed: "s"}))
		}
		change("herons sell cheap")
		page := hidden.FindStringSubmatch(h.wants(apptest.Ana, h.at("/report/persona/"+h.ids[h.bo]), "herons sell cheap"))[1]
		change("nothing to see")
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "selling", "to", "leaders", "page", page))
		h.wants(h.fay, h.desk(report), "herons sell cheap", "nothing to see")

		must(t, h.Groups.Leave(ctx, h.Viewer(h.bo), h.g.Slug, group.Erased))
		h.wants(h.fay, h.desk(report), "herons sell cheap", "It is not there any more.")

		for _, made := range []string{"", "x", page[:len(page)-2] + "AA"} {
			if got := h.Post(apptest.Ana, h.at("/report/persona/"+h.ids[h.bo]), form("category", "selling", "to", "leaders", "page", made)); got.Code != http.StatusNotFound {
				t.Errorf("a made-up page counts: %d", got.Code)
			}
		}
		got := h.Post(h.gil, h.at("/report/persona/"+h.ids[h.bo]), form("category", "selling", "to", "leaders", "page", page))
		if got.Code != http.StatusNotFound {
			t.Errorf("somebody else's page counts: %d", got.Code)
		}
		h.sends(apptest.Ana, h.at("/report/persona/"+h.ids[h.bo]), form("category", "selling", "to", "leaders", "page", page))
		h.wants(h.fay, h.desk(h.latest()), "herons sell cheap")
	})
}

// TestWordsAreSealedAndDestroyed: nothing of a report lies open, and 90 days
// after the last desk answered nothing opens it.
func TestWordsAreSealedAndDestroyed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		steward, err := moderation.Steward(h.Viewer(apptest.Stella))
		must(t, err)
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "other", "to", "both", "said", "a heron stood there"))
		h.act(h.fay, h.desk(report), moderation.Hush, "gorse burns", form("days", "1"))
		h.sends(h.fay, h.desk(report)+"/answer", form("answer", "lichen grows"))
		dump := h.Dump()
		for _, word := range []string{"heron", "gorse", "lichen"} {
			if strings.Contains(dump, word) {
				t.Errorf("%q lies open", word)
			}
		}
		if log := h.Log.Text(); strings.Contains(log, "heron") || strings.Contains(log, report) {
			t.Error("the log tells of it")
		}
		h.Clock.Advance(91 * 24 * time.Hour)
		must(t, h.Moderation.Sweep(ctx))
		if n := h.count(`SELECT COUNT(*) FROM moderation_report`); n != 1 {
			t.Fatalf("the stewards have not answered, and %d are left", n)
		}
		must(t, h.Moderation.Answer(ctx, steward, report, ""))
		h.Clock.Advance(89 * 24 * time.Hour)
		must(t, h.Moderation.Sweep(ctx))
		if n := h.count(`SELECT COUNT(*) FROM moderation_words`); n != 1 {
			t.Fatalf("too early: %d", n)
		}
		h.Clock.Advance(2 * 24 * time.Hour)
		must(t, h.Moderation.Sweep(ctx))
		for _, table := range []string{"moderation_report", "moderation_words", "moderation_desk"} {
			if n := h.count(`SELECT COUNT(*) FROM ` + table); n != 0 {
				t.Errorf("%s: %d", table, n)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM moderation_act WHERE reason IS NULL AND report_id IS NULL`); n != 1 {
			t.Errorf("%d acts are remembered without words", n)
		}
		if _, err := h.Keys.Seal(ctx, "report:"+report, []byte("x"), "y"); err == nil || !strings.Contains(err.Error(), "destroyed") {
			t.Errorf("the key: %v", err)
		}
	})
}

func TestWhatWasSentTwiceIsReportedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		path := h.at("/report/persona/" + h.ids[h.bo])
		once := h.Get(apptest.Ana, path).OnceKey()
		for range 2 {
			h.sends(apptest.Ana, path, form("category", "other", "to", "leaders", "once", once))
		}
		if n := h.count(`SELECT COUNT(*) FROM moderation_report`); n != 1 {
			t.Errorf("%d reports", n)
		}
	})
}

func TestAReportIsRefusedWithWords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		path := h.at("/report/persona/" + h.ids[h.bo])
		for says, send := range map[string]url.Values{
			"Choose what fits best.":     form("to", "leaders", "said", "kept words"),
			"Choose who should see it.":  form("category", "other", "to", "nobody", "said", "kept words"),
			"Shorten this to 2000":       form("category", "other", "to", "leaders", "said", "kept words"+strings.Repeat("x", 2000)),
			"Choose what fits best.\x00": form("category", "<script>", "to", "leaders", "said", "kept words"),
		} {
			got := h.Post(apptest.Ana, path, send)
			if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, strings.TrimRight(says, "\x00")) || !strings.Contains(got.Body, "kept words") {
				t.Errorf("%q: %d", says, got.Code)
			}
			h.Clock.Advance(5 * time.Minute)
		}
		if got := h.Post(h.bo, path, form("category", "other", "to", "leaders")); got.Code != http.StatusNotFound && got.Code != http.StatusSeeOther {
			t.Errorf("one's own: %d", got.Code)
		}
		if n := h.count(`SELECT COUNT(*) FROM moderation_report`); n != 0 {
			t.Errorf("%d reports", n)
		}
	})
}

// hostile are strings that break pages which trust them.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `{{.}}`, `'; DROP TABLE moderation_report;--`, "\u202Egnp.exe", `<svg/onload=alert(1)>`,
	`</textarea><script>alert(1)</script>`, strings.Repeat("W", 1900), "a\u0000b", "🏳️‍🌈 é e\u0301",
}

func TestHostileWordsBreakNoPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, text := range hostile {
			report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "danger", "to", "both", "said", text))
			h.act(h.fay, h.desk(report), moderation.Hush, text, form("days", "1"))
			h.sends(h.fay, h.desk(report)+"/answer", form("answer", text))
			h.act(h.fay, h.desk(report), moderation.Speak, text, nil)
			for p, path := range map[apptest.Person]string{h.fay: h.desk(report), apptest.Stella: moderation.StewardsPath + "/" + report, apptest.Ana: moderation.MinePath, h.bo: h.at("/told")} {
				page := h.wants(p, path)
				for _, bad := range []string{"<script>alert", "<img src=x", "<svg/onload"} {
					if strings.Contains(page, bad) {
						t.Errorf("%s holds %s", path, bad)
					}
				}
			}
			h.Clock.Advance(10 * time.Minute)
		}
	})
}
