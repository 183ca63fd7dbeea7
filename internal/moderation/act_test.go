package moderation_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/fault"
)

// telling finds the page of what was done that somebody was told last.
var telling = regexp.MustCompile(`href="(/groups/[^"]+/told/[^"]+)"`)

func (h *house) told(p apptest.Person) string {
	h.t.Helper()
	found := telling.FindStringSubmatch(h.wants(p, h.at("/told")))
	if found == nil {
		h.t.Fatalf("%s was told nothing", p.Name)
	}
	return found[1]
}

func TestWritingIsPausedAndThePersonIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "threat", "to", "leaders"))
		for _, bad := range []struct{ what, reason, days string }{{"hush", "", "3"}, {"hush", "x", "9"}, {"hide", "x", ""}, {"seat", "x", ""}, {"nonsense", "x", ""}} {
			got := h.Post(h.fay, h.desk(report)+"/acts", form("what", bad.what, "reason", bad.reason, "days", bad.days, "saw", "0"))
			if bad.what == "seat" && got.Code == http.StatusSeeOther && strings.Contains(got.Header.Get("Location"), "prove") {
				continue
			}
			if got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%+v: %d", bad, got.Code)
			}
		}
		if got := h.act(h.fay, h.desk(report), moderation.Hush, "You wrote in anger.", form("days", "3")); got.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", got.Code, got.Body)
		}
		if err := h.Groups.Introduce(ctx, h.in(h.bo), "Hello again."); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("they write on: %v", err)
		}
		if got := h.notices(h.bo); !slices.Equal(got, []string{"report.told"}) {
			t.Errorf("they were told %v", got)
		}
		page := h.wants(h.bo, h.told(h.bo), "Your writing in this group is paused", "You wrote in anger.", "Those who look after the group decided it")
		if strings.Contains(page, "Tomasz</b> decided") || strings.Contains(page, h.ids[apptest.Ana]) {
			t.Error("it names who decided, or who reported")
		}
		h.refuses(h.told(h.bo), apptest.Ana, h.fay, h.outsider, h.former, h.elsewhere)
		h.sends(h.fay, h.desk(report)+"/acts", form("what", "speak", "reason", "Welcome back.", "saw", h.sawOf(h.fay, h.desk(report))))
		must(t, h.Groups.Introduce(ctx, h.in(h.bo), "Hello again."))
	})
}

// TestTheSecondLeaderIsTold: whoever acts on what they saw before somebody else
// acted is told so, and nothing is done twice.
func TestTheSecondLeaderIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "threat", "to", "leaders"))
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, p := range []apptest.Person{h.fay, h.gil} {
			k, err := moderation.Leader(h.in(p))
			must(t, err)
			wait.Go(func() {
				errs[i] = h.Moderation.Do(ctx, k, report, moderation.Deed{What: moderation.Hush, Days: 3, Reason: "A pause."})
			})
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both or none: %v", errs)
		}
		for _, err := range errs {
			if err != nil && fault.KindOf(err) != fault.Conflict {
				t.Errorf("the second hears %v", err)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM moderation_act`); n != 1 {
			t.Errorf("%d acts", n)
		}
		if got := h.notices(h.bo); len(got) != 1 {
			t.Errorf("they were told %v", got)
		}
		h.sends(h.gil, h.desk(report)+"/answer", form("answer", "We paused them."))
		k, err := moderation.Leader(h.in(h.fay))
		must(t, err)
		if err := h.Moderation.Answer(ctx, k, report, "Me too."); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second answer: %v", err)
		}
		h.wants(apptest.Ana, moderation.MinePath, "We paused them.")
	})
}

// TestSomebodyRemovedReadsWhyOutside: nothing of the group's inside, and one
// answer, which comes back to the desk.
func TestSomebodyRemovedReadsWhyOutside(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "threat", "to", "leaders"))
		if got := h.act(h.fay, h.desk(report), moderation.Ban, "You frightened somebody.", nil); got.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", got.Code, got.Body)
		}
		h.sends(h.fay, h.desk(report)+"/answer", form("answer", ""))
		h.wants(apptest.Ana, moderation.MinePath, "Somebody looked at it and closed it.")
		if got := h.notices(apptest.Ana); !slices.Equal(got, []string{"report.answered"}) {
			t.Errorf("the reporter was told %v", got)
		}
		var act string
		must(t, h.DB.Writer().QueryRowContext(ctx, `SELECT id FROM moderation_act`).Scan(&act))
		h.refuses(h.at("/told"), h.bo)
		path := moderation.OutsidePath(act)
		page := h.wants(h.bo, path, "You were removed from a group", "You frightened somebody.")
		for _, inside := range []string{"Marisol", "Tomasz", "/forum", "/members", h.g.Slug} {
			if strings.Contains(page, inside) {
				t.Errorf("the page outside tells %q", inside)
			}
		}
		h.refuses(path, apptest.Ana, h.fay, h.outsider, h.elsewhere)
		if got := h.Post(apptest.Ana, path+"/answer", form("answer", "x")); got.Code != http.StatusNotFound {
			t.Errorf("somebody else answers: %d", got.Code)
		}
		if got := h.Post(h.bo, path+"/answer", form("answer", "")); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("an empty answer: %d", got.Code)
		}
		h.sends(h.bo, path+"/answer", form("answer", "It was a joke."))
		h.sends(h.bo, path+"/answer", form("answer", "Once more."))
		if page := h.wants(h.gil, h.desk(report), "It was a joke.", "Whom it is about has answered"); strings.Contains(page, "Once more.") {
			t.Error("they answered twice")
		}
		if got := h.notices(h.gil); !slices.Equal(got, []string{"report.made", "report.replied"}) {
			t.Errorf("the leader was told %v", got)
		}
		h.sends(h.gil, h.desk(report)+"/answer", form())
		if strings.Contains(h.wants(h.gil, h.at("/lead/reports")), "They answered") {
			t.Error("it is not closed again")
		}
		if _, err := h.TryJoin(h.bo, h.g, group.Coming{Face: group.Face{Name: "Reed"}}); err == nil {
			t.Error("they can come back")
		}
	})
}

func TestLeadersHandOn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "other", "to", "leaders"))
		h.sends(h.fay, h.desk(report)+"/handing", form())
		h.wants(apptest.Stella, moderation.StewardsPath+"/"+report, "Low Tide")
		h.wants(apptest.Ana, moderation.MinePath, "Somebody will look at it.")
		h.sends(apptest.Stella, moderation.StewardsPath+"/"+report+"/answer", form("answer", "We talk with them."))
		if page := h.wants(apptest.Ana, moderation.MinePath, "We talk with them."); strings.Contains(page, "Somebody will look at it.") {
			t.Error("it waits on")
		}
		if page := h.wants(h.fay, h.desk(report), "Handed on to the stewards"); strings.Contains(page, "We talk with them.") {
			t.Error("leaders read what stewards answered")
		}
	})
}

// TestWhatStewardsDoIsInTheRecord: and a leader can be acted on.
func TestWhatStewardsDoIsInTheRecord(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.gil], form("category", "threat", "to", "fitting"))
		path := moderation.StewardsPath + "/" + report
		h.wants(apptest.Stella, "/admin", "A report waits for an answer")
		if got := h.act(apptest.Stella, path, moderation.Remove, "You threatened somebody.", nil); got.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", got.Code, got.Body)
		}
		h.refuses(h.at("/members"), h.gil)
		h.sends(apptest.Stella, path+"/answer", form("answer", "They are gone."))
		h.wants(apptest.Stella, "/admin/record", "Somebody was removed from a group", "A report was answered")
		h.wants(apptest.Stella, "/admin", "Nothing waits.")
		if page := h.wants(h.fay, h.at("/lead/reports")); strings.Contains(page, report) {
			t.Error("the leaders learn that there was a report")
		}
	})
}

func TestAStewardClosesTheSeatBehind(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "sexual", "to", "stewards"))
		path := moderation.StewardsPath + "/" + report
		if got := h.act(apptest.Stella, path, moderation.Seat, "Harm in many groups.", nil); got.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", got.Code, got.Body)
		}
		if got := h.Get(h.bo, "/home"); got.Code == http.StatusOK {
			t.Error("they are still here")
		}
		h.wants(apptest.Stella, path, "A seat was closed", "Harm in many groups.")
	})
}

// TestOneWithoutTwoKeysReadsAndDoesNotAct: leading acts touch other people.
func TestOneWithoutTwoKeysReadsAndDoesNotAct(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Groups.Appoint(ctx, h.in(h.fay), h.ids[h.bo], group.CoFacilitator))
		report := h.reports(apptest.Ana, h.ids[h.gil], form("category", "other", "to", "leaders"))
		h.wants(h.bo, h.desk(report), "This needs two keys")
		h.sends(h.bo, h.desk(report)+"/acts", form("what", "remove", "reason", "x", "saw", "0"))
		h.sends(h.bo, h.desk(report)+"/answer", form("answer", "x"))
		if n := h.count(`SELECT COUNT(*) FROM moderation_act`) + h.count(`SELECT COUNT(*) FROM moderation_desk WHERE state <> 'open'`); n != 0 {
			t.Errorf("%d things were done", n)
		}
	})
}

// TestTheGroupReadsWhatWasDoneInSummary: by month, what and why, and never who.
func TestTheGroupReadsWhatWasDoneInSummary(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.wants(apptest.Ana, h.at("/care"), "Nothing had to be done.", string(moderation.HouseRule))
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "threat", "to", "leaders", "said", "a heron"))
		h.act(h.fay, h.desk(report), moderation.Hush, "gorse", form("days", "3"))
		h.sends(h.fay, h.desk(report)+"/answer", form("answer", "lichen"))
		page := h.wants(apptest.Ana, h.at("/care"), "Somebody’s writing was paused for some days", "A threat, or hate", "Once", "answered a few reports")
		for _, secret := range []string{"Willow", "heron", "gorse", "lichen", report, h.ids[h.bo]} {
			if strings.Contains(page, secret) {
				t.Errorf("it tells %q", secret)
			}
		}
	})
}

// TestSignedOutToo: no account, a code that is shown once, and nothing that tells
// which groups there are.
func TestSignedOutToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		there, nowhere := h.Get(apptest.Vera, "/report?group="+h.g.Slug), h.Get(apptest.Vera, "/report?group=no-such-group")
		strip := regexp.MustCompile(`nonce="[^"]*"|name="once" value="[^"]*"|/groups/[^"]*"`)
		if there.Code != http.StatusOK || strip.ReplaceAllString(there.Body, "") != strip.ReplaceAllString(nowhere.Body, "") {
			t.Error("the page tells whether there is such a group")
		}
		if got := h.Post(apptest.Vera, "/report", form("category", "danger", "said", "")); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("without words: %d", got.Code)
		}
		got := h.Post(apptest.Vera, "/report", form("category", "danger", "where", "/groups/low-tide", "said", "a heron stood there"))
		code := regexp.MustCompile(`[0-9A-Z]{5}(-[0-9A-Z]{5}){4}[0-9A-Z]?`).FindString(got.Body)
		if got.Code != http.StatusOK || code == "" {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		if strings.Contains(h.Dump(), code) || strings.Contains(h.Log.Text(), code) {
			t.Error("the code lies open")
		}
		report := h.latest()
		h.wants(apptest.Stella, moderation.StewardsPath+"/"+report, "a heron stood there", "/groups/low-tide", "Somebody who was signed out")
		read := func(typed string) apptest.Answer { return h.Post(apptest.Vera, "/report/answer", form("code", typed)) }
		if got := read(code); got.Code != http.StatusOK || !strings.Contains(got.Body, "Somebody will look at it.") {
			t.Errorf("before: %d", got.Code)
		}
		h.sends(apptest.Stella, moderation.StewardsPath+"/"+report+"/answer", form("answer", "We called."))
		if got := read(strings.ToLower(code)); got.Code != http.StatusOK || !strings.Contains(got.Body, "We called.") {
			t.Errorf("after: %d", got.Code)
		}
		for _, wrong := range []string{"", "x", strings.Repeat("0", 26), code[:len(code)-1] + "*"} {
			if got := read(wrong); got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%q: %d", wrong, got.Code)
			}
		}
	})
}

// TestWhoFloodsIsSlowedDown: a network can tell the stewards ten things an hour at
// once; then it waits for each.
func TestWhoFloodsIsSlowedDown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 13 {
			h.Post(apptest.Vera, "/report", form("category", "other", "said", "x"))
		}
		if passed, delayed := h.taken("passed"), h.taken("delayed"); passed != 10 || delayed != 3 {
			t.Errorf("%v went through at once, %v waited", passed, delayed)
		}
	})
}

// taken is how many reports by people who are signed out ended like this at the
// limit.
func (h *house) taken(how string) (n float64) {
	h.t.Helper()
	all, err := h.Registry.Gather()
	must(h.t, err)
	for _, family := range all {
		for _, m := range family.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if labels["rule"] == "open report" && labels["outcome"] == how {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return n
}

// TestAFormerMemberHearsWhatBecameOfIt: also after they left the group.
func TestAFormerMemberHearsWhatBecameOfIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		report := h.reports(apptest.Ana, h.ids[h.bo], form("category", "other", "to", "leaders"))
		must(t, h.Groups.Leave(ctx, h.Viewer(apptest.Ana), h.g.Slug, group.AsFormer))
		h.sends(h.fay, h.desk(report)+"/answer", form("answer", "We looked."))
		h.wants(apptest.Ana, moderation.MinePath, "We looked.")
		if page := h.wants(h.bo, moderation.MinePath); strings.Contains(page, "We looked.") {
			t.Error("somebody else reads it")
		}
		must(t, h.Groups.EraseFormer(ctx, h.Viewer(apptest.Ana), h.g.Slug))
		if page := h.wants(apptest.Ana, moderation.MinePath); strings.Contains(page, "We looked.") {
			t.Error("the link to who reported is not cut")
		}
		h.wants(h.fay, h.desk(report), "Answered")
	})
}
