package remind_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/remind"
	"handrail/internal/platform/fault"
)

func TestAReminderOnThePageOfADate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		o := h.dates(made)[0]
		page := h.path("/meetings/" + o.Key())
		h.wants(apptest.Ana, page, "You get no reminders, unless you ask for them.", "It is for dates that you say you come to.")
		h.sends(apptest.Ana, page+"/reminder", url.Values{"lead": {"10"}, "dates": {"coming"}, "scope": {"meeting"}, "come": {"yes"}}, http.StatusSeeOther)
		if seen, err := h.Meetings.ComingFor(ctx, h.in(apptest.Ana), o); err != nil || seen.Coming {
			t.Errorf("the part about reminders says that they come: %+v %v", seen, err)
		}
		must(t, h.Meetings.Come(ctx, h.in(apptest.Ana), o.Key(), meeting.Coming{Shown: meeting.AsNumber}))
		h.wants(apptest.Ana, page, "10 minutes before: the dates you said you come to.", "Not this time")
		h.sends(apptest.Ana, page+"/reminder/skipping", url.Values{"skip": {"yes"}}, http.StatusSeeOther)
		h.wants(apptest.Ana, page, "None this time.", "Remind me after all")
		h.sends(apptest.Ana, page+"/reminder/skipping", url.Values{"skip": {"no"}}, http.StatusSeeOther)
		h.sends(apptest.Ana, page+"/reminder", url.Values{"lead": {"7"}, "dates": {"coming"}, "scope": {"meeting"}}, http.StatusUnprocessableEntity)
		h.sends(apptest.Ana, page+"/reminder", url.Values{"lead": {"1440"}, "dates": {"every"}, "scope": {"group"}}, http.StatusSeeOther)
		h.wants(apptest.Ana, remind.SettingsPath, "All meetings", "1 day before: every date.", "10 minutes before: the dates you said you come to.", "Evening Circle")
	})
}

// TestOneWayToCome: the page of a date says once how one comes.
func TestOneWayToCome(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.draft("UTC", "20261126T1900", "")
		d.Plan.Way, d.Plan.Area = meeting.Hybrid, "Near the harbour"
		made, err := h.Meetings.Make(ctx, h.in(h.fay), d)
		must(t, err)
		page := h.path("/meetings/" + h.dates(made)[0].Key())
		body := h.wants(apptest.Ana, page, "Remind me")
		if strings.Count(body, "How do you come?") != 1 || strings.Contains(body, `name="come"`) || strings.Count(strings.ToLower(body), "coming</button>") > 1 {
			t.Error("the page asks twice whether they come")
		}
	})
}

// TestTheListOfReminders is changed, and only by whom they belong to.
func TestTheListOfReminders(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		h.wants(apptest.Ana, remind.SettingsPath, "Low Tide", "Remind me of all meetings here")
		h.sends(apptest.Ana, remind.SettingsPath, url.Values{"group": {h.g.ID}, "dates": {"every"}, "lead": {"60"}}, http.StatusSeeOther)
		h.chooses(apptest.Ana, made, remind.AllDates, 180)
		places, err := h.Remind.ListFor(ctx, h.as(apptest.Ana))
		must(t, err)
		one := places[0].Each[0].ID
		at := remind.SettingsPath + "/" + one
		for _, p := range []apptest.Person{h.ben, h.fay, apptest.Zoe, apptest.Stella} {
			h.sends(p, at, url.Values{"dates": {"none"}, "lead": {"0"}}, http.StatusNotFound)
			h.sends(p, at+"/removal", nil, http.StatusNotFound)
			body := h.wants(p, remind.SettingsPath)
			if strings.Contains(body, "3 hours before:") || strings.Contains(body, one) {
				t.Errorf("%s reads the reminders of another", p.Name)
			}
		}
		h.sends(apptest.Zoe, remind.SettingsPath, url.Values{"group": {h.g.ID}, "dates": {"every"}, "lead": {"60"}}, http.StatusNotFound)
		h.sends(apptest.Ana, at, url.Values{"dates": {"none"}, "lead": {"180"}}, http.StatusSeeOther)
		h.wants(apptest.Ana, remind.SettingsPath, "No reminders.", "1 hour before: every date.")
		h.sends(apptest.Ana, at+"/removal", nil, http.StatusSeeOther)
		if body := h.wants(apptest.Ana, remind.SettingsPath); strings.Contains(body, one) {
			t.Error("it is there still")
		}
	})
}

// TestOutsideNothingIsSaid: what leaves the house says that there is something
// new, whichever of our kinds it is.
func TestOutsideNothingIsSaid(t *testing.T) {
	for _, k := range remind.KindsForTests() {
		if k.Preview != "" && k.Preview != "You have an update" {
			t.Errorf("%s says outside: %q", k.Name, k.Preview)
		}
	}
	if n := len(remind.KindsForTests()); n != 9 {
		t.Errorf("there are %d kinds", n)
	}
}

// TestWhoIsNoMemberAnyMoreReadsNothingOfIt in the notices that they have.
func TestWhoIsNoMemberAnyMoreReadsNothingOfIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		h.chooses(apptest.Ana, made, remind.AllDates, 60)
		h.lives(h.dates(made)[0].Start, 30*time.Minute)
		must(t, h.Groups.Remove(ctx, h.in(h.fay), h.in(apptest.Ana).Self.ID, false, "a reason"))
		for _, line := range h.reads(apptest.Ana) {
			if strings.Contains(line, "Evening") || strings.Contains(line, "Low Tide") {
				t.Errorf("it says %q", line)
			}
		}
	})
}

// TestAMissingMeetingAndThatOfAnotherGroupAreNowhere.
func TestAMissingMeetingAndThatOfAnotherGroupAreNowhere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other := h.Found(h.ben, "Heron", func(p *group.Plan) { p.Group.Name = "High Tide" })
		theirs, err := h.Meetings.Make(ctx, h.Inside(h.ben, other), h.draft("UTC", "20261126T1900", ""))
		must(t, err)
		w := remind.Wish{Dates: remind.AllDates, Lead: 60}
		wantKind(t, "of another group", h.Remind.Choose(ctx, h.in(apptest.Ana), theirs.ID, w), fault.NotFound)
		wantKind(t, "of nothing", h.Remind.Choose(ctx, h.in(apptest.Ana), "nothing", w), fault.NotFound)
		wantKind(t, "a lead of one's own", h.Remind.Choose(ctx, h.in(apptest.Ana), "", remind.Wish{Dates: remind.AllDates, Lead: 7}), fault.Invalid)
		wantKind(t, "dates of one's own", h.Remind.Choose(ctx, h.in(apptest.Ana), "", remind.Wish{Dates: "some", Lead: 60}), fault.Invalid)
	})
}
