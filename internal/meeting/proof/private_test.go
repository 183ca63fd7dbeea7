package proof_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/proof"
	"handrail/internal/platform/db"
)

// attends has Ana do all there is to do about having been there.
func (h *house) attends() proof.Paper {
	h.t.Helper()
	h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
	h.sends(apptest.Ana, h.path("/attendance/asking"), nil, http.StatusSeeOther)
	h.sends(apptest.Ana, h.path("/attendance/papers"), nil, http.StatusSeeOther)
	p := h.issues(apptest.Ana)
	h.wants(apptest.Ana, proof.Path)
	h.wants(apptest.Ana, proof.Path+"/papers/"+p.ID)
	h.sends(apptest.Ana, proof.Path+"/papers/"+p.ID+"/withdrawal", nil, http.StatusSeeOther)
	h.sends(apptest.Ana, proof.Path+"/papers/"+p.ID+"/withdrawal", url.Values{"counts": {"yes"}}, http.StatusSeeOther)
	h.checks(p.Token)
	return p
}

// ties are the lines that name somebody and tell where they were.
func (h *house) ties(lines string, p apptest.Person) (found []string) {
	h.t.Helper()
	v, self := h.Viewer(p), h.in(p).Self
	who := []string{v.Account, v.Session, self.ID, self.Name}
	where := []string{
		h.date.Meeting.ID, h.date.Slot.String(), h.date.Meeting.Title,
		fmt.Sprint(h.date.Start.UnixMilli()), fmt.Sprint(h.date.End.UnixMilli()), fmt.Sprint(h.date.Start.Add(5 * time.Minute).UnixMilli()), fmt.Sprint(h.date.Start.Add(50 * time.Minute).UnixMilli()),
	}
	names := func(line string, any []string) bool {
		return slices.ContainsFunc(any, func(one string) bool { return strings.Contains(line, one) })
	}
	for line := range strings.SplitSeq(lines, "\n") {
		// That a session is seen says nothing about a place.
		if names(line, who) && names(line, where) && !strings.HasPrefix(line, "account_session ") {
			found = append(found, line)
		}
	}
	return found
}

func TestNoRowAndNoLineTiesAMemberToADate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.arranges(proof.Setting{Naming: proof.GroupName, Title: true, Confirms: true})
		p := h.attends()
		dump, log := h.Dump(), h.Log.Text()
		for _, line := range append(h.ties(dump, apptest.Ana), h.ties(log, apptest.Ana)...) {
			t.Errorf("it ties them: %s", line)
		}
		for _, bad := range []string{p.Token, p.Facts.Serial} {
			if strings.Contains(dump, bad) || strings.Contains(log, bad) {
				t.Errorf("a paper is found by %q", bad)
			}
		}
		if strings.Contains(log, h.date.Meeting.ID) || strings.Contains(log, h.g.Slug) {
			t.Error("the log says which meeting")
		}
		for line := range strings.SplitSeq(dump, "\n") {
			if strings.HasPrefix(line, "web_once ") && strings.Contains(line, "attendance") {
				t.Errorf("a kept answer says when somebody was there: %s", line)
			}
			if strings.HasPrefix(line, "river_job ") && strings.Contains(line, h.date.Meeting.ID) {
				t.Errorf("a job: %s", line)
			}
		}

		// What is looked for is found, where it is there.
		must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO meeting_seeing (membership_id) VALUES (?)`, h.in(apptest.Ana).Self.ID); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO meeting_seen (membership_id, meeting_id, slot) VALUES (?, ?, ?)`, h.in(apptest.Ana).Self.ID, h.date.Meeting.ID, h.date.Slot.String())
			return err
		}))
		if len(h.ties(h.Dump(), apptest.Ana)) != 1 {
			t.Error("a planted row is not found")
		}
	})
}

// What is sealed is of one length, whoever it is of and whatever it is called.
func TestWhatIsSealedTellsNothingByItsLength(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute)
		h.issues(apptest.Ana)
		h.date = h.plan(strings.Repeat("A long name, ", 6))
		h.arranges(proof.Setting{Naming: proof.GroupName, Title: true})
		h.stays(apptest.Ana, 15*time.Minute, 55*time.Minute)
		h.issues(apptest.Ana)
		for _, table := range []string{"meeting_attendance", "meeting_paper"} {
			rows, err := h.DB.Writer().QueryContext(ctx, `SELECT LENGTH(words) FROM `+table)
			must(t, err)
			lengths := map[int]bool{}
			for rows.Next() {
				var n int
				must(t, rows.Scan(&n))
				lengths[n] = true
			}
			must(t, rows.Close())
			if len(lengths) != 1 {
				t.Errorf("%s has %v", table, lengths)
			}
		}
	})
}

// changing is what is another one each time: keys of forms, faces drawn by
// chance, what a form carries sealed, and how long ago something was.
var changing = regexp.MustCompile(`(?s)nonce="[^"]*"|value="[^"]*"|<time.*?</time>|<svg.*?</svg>`)

// pages are all that somebody can open, as they read them at one moment.
func (h *house) pages(p apptest.Person) map[string]string {
	h.t.Helper()
	read := map[string]string{}
	h.at(70 * time.Minute)
	for _, route := range h.Router.Routes() {
		method, at, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" || slices.ContainsFunc([]string{"/connection", "/assets", "/exit", "/ui", "/hide", "/settings/visit/end", "/help", "/calendar"}, func(prefix string) bool { return strings.HasPrefix(at, prefix) }) {
			continue
		}
		at = strings.NewReplacer("{group}", h.g.Slug, "{occurrence}", h.date.Key(), "{meeting}", h.date.Meeting.ID, "{key}", h.date.Key(), "{$}", "").Replace(at)
		if strings.Contains(at, "{") {
			continue
		}
		h.Clock.Advance(time.Second)
		got := h.Get(p, at)
		read[at] = fmt.Sprint(got.Code, " ", changing.ReplaceAllString(got.Body, ""))
	}
	return read
}

// Nobody else reads another word anywhere, because somebody was there: neither
// other members, nor hosts, stewards, other groups' leaders or visitors.
func TestNoPageOfOthersChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		others := []apptest.Person{h.fay, h.ben, h.gus, apptest.Vera}
		h.at(70 * time.Minute)
		must(t, h.Proof.Sweep(ctx)) // the first key is made
		before := map[string]map[string]string{}
		for _, p := range others {
			h.pages(p) // what the first look does is done
			before[p.Name] = h.pages(p)
		}
		h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
		h.issues(apptest.Ana)
		for _, p := range others {
			for at, now := range h.pages(p) {
				if was := before[p.Name][at]; was != now {
					t.Errorf("%s reads otherwise on %s:\n%.300s\n%.300s", p.Name, at, words(was), words(now))
				}
			}
		}
	})
}

// For whoever has no business there, none of it exists.
func TestWhoSeesWhat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.arranges(proof.Setting{Naming: proof.SiteName, Confirms: true})
		p := h.attends()
		left := h.Facilitator("Lena")
		h.Enter(left, h.g, "Late Lark")
		must(t, h.Groups.Leave(ctx, h.Viewer(left), h.g.Slug, group.AsFormer))
		paper := proof.Path + "/papers/" + p.ID
		members, hosts, owner := "Ana Ben Fay", "Fay", "Ana"
		for _, c := range []struct{ path, who string }{
			{h.path("/attendance"), members}, {h.path("/code"), hosts}, {h.path("/code/now"), hosts}, {h.path("/confirmations"), hosts},
			{"/groups/" + h.g.Slug + "/lead/proofs", hosts}, {"/groups/" + h.g.Slug + "/lead/attendance", ""}, {"/groups/" + h.g.Slug + "/attendance", ""},
			{paper, owner}, {paper + "/paper.pdf", owner},
		} {
			for _, one := range []apptest.Person{apptest.Ana, h.ben, h.fay, h.gus, left, apptest.Zoe, apptest.Stella, apptest.Pia, apptest.Lee, apptest.Vera} {
				h.at(10 * time.Minute)
				got := h.Get(one, c.path)
				if may := slices.Contains(strings.Fields(c.who), one.Name); may != (got.Code == http.StatusOK) {
					t.Errorf("%s opens %s: %d", one.Name, c.path, got.Code)
				} else if !may {
					elsewhere := strings.NewReplacer(h.g.Slug, "no-group-aaaa", p.ID, "00000000-0000-4000-8000-000000000000").Replace
					nowhere := h.Get(one, elsewhere(c.path))
					if nowhere.Code != got.Code || changing.ReplaceAllString(nowhere.Body, "") != changing.ReplaceAllString(elsewhere(got.Body), "") {
						t.Errorf("%s reads on %s that something is there: %d, %d", one.Name, c.path, got.Code, nowhere.Code)
					}
				}
			}
		}
		record := h.record(apptest.Ana)
		for _, path := range []string{proof.Path + "/records/" + record.ID + "/deletion", paper + "/withdrawal", paper + "/deletion"} {
			for _, one := range []apptest.Person{h.ben, h.fay, h.gus, apptest.Stella} {
				h.sends(one, path, nil, http.StatusNotFound)
			}
		}
		h.wantFound(p.Token, "This paper is good.")
		h.sends(apptest.Ana, proof.Path+"/records/"+record.ID+"/deletion", nil, http.StatusSeeOther)
		if h.record(apptest.Ana).ID != "" {
			t.Error("the record is still there")
		}
		for _, one := range []apptest.Person{h.gus, left, apptest.Zoe, apptest.Stella} {
			for _, rest := range []string{"/attendance/codes", "/attendance/note", "/attendance/deletion", "/attendance/papers", "/attendance/asking", "/confirmations/any"} {
				if got := h.Post(one, h.path(rest), url.Values{"code": {"123456"}}); got.Code != http.StatusNotFound {
					t.Errorf("%s sends to %s: %d", one.Name, rest, got.Code)
				}
			}
		}
	})
}

func TestOnesOwnWord(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sends(apptest.Ana, h.path("/attendance/note"), nil, http.StatusSeeOther)
		if h.record(apptest.Ana).ID == "" { // half an hour before: not yet
			h.at(0)
		}
		h.sends(apptest.Ana, h.path("/attendance/note"), nil, http.StatusSeeOther)
		h.wants(apptest.Ana, proof.Path, "Tuesdays at the harbour", "Low Tide Circle. Your own word.")
		h.stays(apptest.Ana, 30*time.Minute)
		h.wants(apptest.Ana, proof.Path, "2 minutes, by codes.")
		h.sends(apptest.Ana, h.path("/attendance/deletion"), nil, http.StatusSeeOther)
		h.wants(apptest.Ana, proof.Path, "Nothing so far.")
	})
}

// Leaders choose what papers say, with their keys.
func TestLeadersChooseWhatPapersSay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		path := "/groups/" + h.g.Slug + "/lead/proofs"
		h.wants(h.fay, path, "Name this place: Lantern Street", "Name the group: Low Tide Circle")
		h.sends(h.fay, path, url.Values{"name": {"everybody"}}, http.StatusUnprocessableEntity)
		h.sends(h.fay, path, url.Values{"name": {"group"}, "title": {"yes"}}, http.StatusSeeOther)
		if set, err := h.Proof.SettingFor(ctx, h.in(h.fay)); err != nil || set != (proof.Setting{Naming: proof.GroupName, Title: true}) {
			t.Errorf("%+v %v", set, err)
		}
		h.sends(h.ben, path, url.Values{"name": {"none"}}, http.StatusNotFound)
	})
}
