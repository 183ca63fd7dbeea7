package moderation_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/db"
)

// says has somebody begin a topic.
func (h *house) says(p apptest.Person, text string, anonymous bool) forum.Post {
	h.t.Helper()
	post, err := h.Forum.Begin(ctx, h.in(p), forum.Beginning{
		Space: h.g.ID + "-shares", Kind: forum.Share, Title: "By the water", Words: forum.Words{Text: text, Anonymous: anonymous},
	})
	must(h.t, err)
	return post
}

// reportsPost has somebody report a post through its page.
func (h *house) reportsPost(p apptest.Person, post string, form url.Values) string {
	h.t.Helper()
	path := h.at("/report/post/" + post)
	form.Set("page", hidden.FindStringSubmatch(h.wants(p, path))[1])
	h.sends(p, path, form)
	return h.latest()
}

// reads tells whether somebody sees a post.
func (h *house) reads(p apptest.Person, post forum.Post) bool {
	h.t.Helper()
	page, err := h.Forum.PageFor(ctx, h.in(p), post.Topic, 1)
	return err == nil && len(page.Items) > 0 && !page.Items[0].Missing
}

// TestAPostIsHiddenAndShownAgain: its author reads why, answers, and hears again.
func TestAPostIsHiddenAndShownAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		post := h.says(apptest.Ana, "So many pills it takes.", false)
		report := h.reportsPost(h.bo, post.ID, form("category", "method", "to", "fitting"))
		if got := h.act(h.fay, h.desk(report), moderation.Hide, "It names a number.", nil); got.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", got.Code, got.Body)
		}
		if h.reads(h.bo, post) {
			t.Error("the others still read it")
		}
		h.refuses(h.at("/report/post/"+post.ID), h.bo)
		h.wants(apptest.Ana, h.told(apptest.Ana), "Something you wrote was hidden", "It names a number.", string(moderation.HouseRule), "/forum/posts/"+post.ID)
		h.sends(apptest.Ana, h.told(apptest.Ana)+"/answer", form("answer", "I took it out."))
		h.wants(h.gil, h.desk(report), "I took it out.")
		if got := h.act(h.gil, h.desk(report), moderation.Show, "Thank you.", nil); got.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", got.Code, got.Body)
		}
		if !h.reads(h.bo, post) {
			t.Error("it is not shown again")
		}
		h.wants(apptest.Ana, h.at("/told"), "Something you wrote is shown again")
		must(t, h.Groups.BlockOne(ctx, h.in(apptest.Ana), h.ids[h.bo]))
		h.refuses(h.at("/report/post/"+post.ID), h.bo)
		h.refuses(h.at("/report/persona/"+h.ids[apptest.Ana]), h.bo)
		if got := h.notices(apptest.Ana); !slices.Contains(got, "report.told") {
			t.Errorf("the author was told %v", got)
		}
	})
}

// TestAReportOfAnAnonymousPostTellsNobodyWho: no row, no page and no notice leads
// from it to its author, who is told all the same.
func TestAReportOfAnAnonymousPostTellsNobodyWho(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		post := h.says(apptest.Ana, "So many pills it takes.", true)
		report := h.reportsPost(h.bo, post.ID, form("category", "method", "to", "both"))
		for _, c := range []struct {
			p    apptest.Person
			path string
		}{{h.fay, h.desk(report)}, {apptest.Stella, moderation.StewardsPath + "/" + report}} {
			page := h.wants(c.p, c.path, "So many pills", "did it without a name")
			if strings.Contains(page, "Marisol") || strings.Contains(page, h.ids[apptest.Ana]) {
				t.Errorf("%s learns who wrote it", c.p.Name)
			}
			for _, what := range []string{`value="hush"`, `value="remove"`, `value="seat"`} {
				if strings.Contains(page, what) {
					t.Errorf("%s is offered %s", c.p.Name, what)
				}
			}
		}
		h.act(h.fay, h.desk(report), moderation.Hide, "It names a number.", nil)
		act := h.told(apptest.Ana)
		h.wants(apptest.Ana, act, "It names a number.")
		h.refuses(act, h.bo, h.fay, h.gil)
		h.sends(apptest.Ana, act+"/answer", form("answer", "I see."))
		h.wants(h.fay, h.desk(report), "I see.")
		if got := h.notices(apptest.Ana); !slices.Equal(got, []string{"report.told"}) {
			t.Errorf("the author was told %v", got)
		}
		for _, table := range []string{"moderation_report", "moderation_act"} {
			if n := h.count(`SELECT COUNT(*) FROM ` + table + ` WHERE ` + map[string]string{"moderation_report": "author_id", "moderation_act": "about_id"}[table] + ` IS NOT NULL`); n != 0 {
				t.Errorf("%s names the author", table)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'report.told' AND target <> '` + h.g.ID + `'`); n != 0 {
			t.Error("the notice leads to more than the group")
		}
	})
}

// TestAnAnonymousLeaderNeverSeesWhatIsAboutThem: and nobody learns by the form
// that it was a leader.
func TestAnAnonymousLeaderNeverSeesWhatIsAboutThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		theirs, other := h.says(h.gil, "The tide took it.", true), h.says(apptest.Ana, "The tide took it.", true)
		for _, post := range []forum.Post{theirs, other} {
			if strings.Contains(h.wants(h.bo, h.at("/report/post/"+post.ID)), "since it is about those who lead") {
				t.Error("the form tells who wrote it")
			}
		}
		report := h.reportsPost(h.bo, theirs.ID, form("category", "other", "to", "leaders"))
		h.wants(h.fay, h.desk(report), "The tide took it.")
		h.refuses(h.desk(report), h.gil)
		if strings.Contains(h.wants(h.gil, h.at("/lead/reports")), report) || slices.Contains(h.notices(h.gil), "report.made") {
			t.Error("they learn of it")
		}
		if got := h.Post(h.gil, h.desk(report)+"/acts", form("what", "hide", "reason", "x", "saw", "0")); got.Code != http.StatusNotFound {
			t.Errorf("they act on it: %d", got.Code)
		}
	})
}

// TestWhatWasWrittenBeforeIsSeenByKeepersAlone: earlier versions are part of a
// report, and no part of the page of its reporter's.
func TestWhatWasWrittenBeforeIsSeenByKeepersAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		post := h.says(apptest.Ana, "The heron sells pills.", false)
		must(t, h.Forum.Edit(ctx, h.in(apptest.Ana), post.ID, forum.Edited{Title: "By the water", Text: "The heron flies."}))
		if strings.Contains(h.wants(h.bo, h.at("/report/post/"+post.ID)), "sells pills") {
			t.Error("the reporter reads what was there before")
		}
		report := h.reportsPost(h.bo, post.ID, form("category", "selling", "to", "leaders"))
		h.wants(h.fay, h.desk(report), "The heron flies.", "The heron sells pills.")
		_, err := h.Forum.Delete(ctx, h.in(apptest.Ana), post.ID)
		must(t, err)
		h.wants(h.fay, h.desk(report), "The heron sells pills.", "It is not there any more.")
	})
}

// TestWhatWentToAnotherGroupIsNoBusinessOfTheFirst: its leaders neither read what
// it says now, nor do anything about it.
func TestWhatWentToAnotherGroupIsNoBusinessOfTheFirst(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		post := h.says(apptest.Ana, "So many pills it takes.", false)
		report := h.reportsPost(h.bo, post.ID, form("category", "method", "to", "fitting"))
		other := h.Found(h.elsewhere, "Ida", func(p *group.Plan) { p.Group.Name = "Ebb" })
		must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE forum_post SET group_id = ? WHERE id = ?`, other.ID, post.ID)
			return err
		}))
		k, err := moderation.Leader(h.in(h.fay))
		must(t, err)
		c, err := h.Moderation.CaseFor(ctx, k, report)
		must(t, err)
		if c.Now != nil || slices.Contains(c.Can, moderation.Hide) {
			t.Errorf("it is theirs still: %+v, %v", c.Now, c.Can)
		}
	})
}
