package proof_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/proof"
	"handrail/internal/meeting/proof/paper"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// checks is what anybody reads on the page of checking.
func (h *house) checks(pasted string) string {
	h.t.Helper()
	return h.sends(apptest.Vera, proof.VerifyPath, url.Values{"paper": {pasted}}, http.StatusOK).Body
}

// found is the first line of the answer.
func (h *house) found(pasted string) string {
	h.t.Helper()
	body := h.checks(pasted)
	answer, _, _ := strings.Cut(body[strings.Index(body, "data-answer"):], "<form")
	for _, says := range []string{"This paper is good.", "This paper is too old.", "This paper was withdrawn.", "This paper was changed.", "This paper is not from here."} {
		if strings.Contains(answer, says) {
			return says
		}
	}
	h.t.Fatalf("no answer in:\n%s", answer)
	return ""
}

func (h *house) wantFound(pasted, want string) {
	h.t.Helper()
	if got := h.found(pasted); got != want {
		h.t.Errorf("%.40q…: %s, not %s", pasted, got, want)
	}
}

func TestFourStatesOfAPaper(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
		p := h.issues(apptest.Ana)
		for _, way := range []string{p.Token, " " + p.Token + "\r\n", apptest.Base + "/verify#" + p.Token} {
			h.wantFound(way, "This paper is good.")
		}
		middle := len(p.Token) / 2
		altered := p.Token[:middle] + string(p.Token[middle]^1) + p.Token[middle+1:]
		h.wantFound(altered, "This paper was changed.")
		h.wantFound("h1.AAAAAAAA"+p.Token[11:], "This paper is not from here.")
		h.wantFound("hello", "This paper is not from here.")

		h.sends(apptest.Ana, proof.Path+"/papers/"+p.ID+"/withdrawal", nil, http.StatusSeeOther)
		h.wantFound(p.Token, "This paper was withdrawn.")
		if strings.Contains(h.checks(p.Token), "45 minutes") {
			t.Error("a withdrawn paper still says what it said")
		}
		h.sends(apptest.Ana, proof.Path+"/papers/"+p.ID+"/withdrawal", url.Values{"counts": {"yes"}}, http.StatusSeeOther)
		h.wantFound(p.Token, "This paper is good.")

		h.Clock.Set(p.Facts.Ends().Add(-time.Second))
		h.wantFound(p.Token, "This paper is good.")
		h.Clock.Set(p.Facts.Ends())
		h.wantFound(p.Token, "This paper is too old.")
		if !strings.Contains(h.checks(p.Token), "45 minutes") {
			t.Error("an old paper does not say what it said")
		}
		h.wantFound(altered, "This paper was changed.")
	})
}

func TestTheCheckShowsWhatThePaperSaysAndNoMore(t *testing.T) {
	for _, c := range []struct {
		set       proof.Setting
		has, lack []string
	}{
		{proof.Setting{Naming: proof.Unnamed}, nil, []string{"Lantern Street</dd>", "Low Tide", "harbour"}},
		{proof.Setting{Naming: proof.SiteName}, []string{"Lantern Street</dd>"}, []string{"Low Tide", "harbour"}},
		{proof.Setting{Naming: proof.GroupName}, []string{"Low Tide Circle"}, []string{"Lantern Street</dd>", "harbour"}},
		{proof.Setting{Naming: proof.GroupName, Title: true}, []string{"Low Tide Circle", "Tuesdays at the harbour"}, nil},
	} {
		t.Run(string(c.set.Naming), func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.arranges(c.set)
				h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
				p := h.issues(apptest.Ana)
				for _, body := range []string{h.checks(p.Token), h.wants(apptest.Ana, proof.Path+"/papers/"+p.ID)} {
					for _, want := range append(c.has, "Tuesday 24 November 2026", "20:00 to 21:00, Lisbon time", "45 minutes", "Codes shown in the room.", p.Facts.Serial) {
						if !strings.Contains(body, want) {
							t.Errorf("it does not say %q:\n%s", want, words(body))
						}
					}
					for _, bad := range append(c.lack, "Marisol", h.Viewer(apptest.Ana).Account, h.in(apptest.Ana).Self.ID, h.date.Meeting.ID, h.g.ID, h.g.Slug) {
						if strings.Contains(body, bad) {
							t.Errorf("it says %q:\n%s", bad, words(body))
						}
					}
				}
			})
		})
	}
}

// Texts that nobody here made are refused in bounded time, and none is a fault of
// ours.
func TestHostileTextsAreAnswered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute)
		token := h.issues(apptest.Ana).Token
		for _, text := range []string{
			"", "....", "h1...", "h1." + strings.Repeat("A", 9000), strings.Repeat("#", 9000), "\x00\xff", "<script>alert(1)</script>", token + token, "h1.__proto__.e30.AA", "javascript:alert(1)",
		} {
			if got := h.found(text); got != "This paper is not from here." {
				t.Errorf("%.30q: %s", text, got)
			}
		}
		if body := h.checks(`"><script>alert(1)</script>`); strings.Contains(body, "<script>alert") {
			t.Error("what was pasted is markup")
		}
		if got := h.Post(apptest.Vera, proof.VerifyPath, url.Values{"paper": {strings.Repeat("A", 64<<10)}}); got.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("64 KB: %d", got.Code)
		}
		if strings.Contains(h.Log.Text(), token[:20]) {
			t.Error("what was checked is logged")
		}
	})
}

func TestAPaperNeedsACode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.at(70 * time.Minute)
		_, err := h.Proof.Issue(ctx, h.in(apptest.Ana), h.date)
		wantKind(t, "without a record", err, fault.Conflict)
		_, err = h.Proof.Note(ctx, h.in(apptest.Ana), h.date)
		must(t, err)
		_, err = h.Proof.Issue(ctx, h.in(apptest.Ana), h.date)
		wantKind(t, "on one's own word", err, fault.Conflict)
		h.wants(apptest.Ana, h.path("/attendance"), "By your own word.", "A paper needs a code from the room.")
	})
}

// Whoever asks twice has one paper; whoever stayed on has another one.
func TestTheSamePaperIsMadeOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute, 20*time.Minute)
		first, second := h.issues(apptest.Ana), h.issues(apptest.Ana)
		if first.ID != second.ID {
			t.Error("there are two of the same")
		}
		h.stays(apptest.Ana, 50*time.Minute)
		longer := h.issues(apptest.Ana)
		if longer.ID == first.ID || longer.Facts.Minutes != 45 || first.Facts.Minutes != 15 {
			t.Errorf("%d and %d minutes", first.Facts.Minutes, longer.Facts.Minutes)
		}
		must(t, h.Proof.Withdraw(ctx, h.Viewer(apptest.Ana), longer.ID, true))
		if again := h.issues(apptest.Ana); again.ID == longer.ID {
			t.Error("a withdrawn one is given out again")
		}
		list, err := h.Proof.PapersFor(ctx, h.Viewer(apptest.Ana))
		must(t, err)
		if len(list) != 3 {
			t.Errorf("%d papers", len(list))
		}
	})
}

func TestAPaperIsPrintedAndIsAFile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
		p := h.issues(apptest.Ana)
		page := proof.Path + "/papers/" + p.ID
		body := h.wants(apptest.Ana, page, `class="qr-code"`, `id="own-name"`)
		field := regexp.MustCompile(`<input id="own-name"[^>]*>`).FindString(body)
		if strings.Contains(field, " name=") || strings.Contains(field, " form=") {
			t.Errorf("the name can be sent: %s", field)
		}
		before := body[:strings.Index(body, field)]
		if strings.Count(before, "<form") != strings.Count(before, "</form>") {
			t.Error("the name stands inside a form")
		}
		file := h.Get(apptest.Ana, page+"/paper.pdf")
		if file.Code != http.StatusOK || !strings.HasPrefix(file.Body, "%PDF-") || file.Header.Get("Content-Disposition") != `attachment; filename="paper.pdf"` {
			t.Errorf("the file: %d %v", file.Code, file.Header)
		}
	})
}

// A name for which the file has no letters is printed by the browser.
func TestANameWithOtherLettersIsPrinted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		g := h.g
		g.Name = "نور الليل"
		must(t, h.Groups.Change(ctx, h.in(h.fay), g))
		h.arranges(proof.Setting{Naming: proof.GroupName})
		h.stays(apptest.Ana, 5*time.Minute)
		page := proof.Path + "/papers/" + h.issues(apptest.Ana).ID
		h.wants(apptest.Ana, page, "نور الليل")
		if got := h.Get(apptest.Ana, page+"/paper.pdf"); got.Code != http.StatusSeeOther || got.Header.Get("Location") != page {
			t.Errorf("the file: %d", got.Code)
		}
	})
}

// A key serves a year. What was signed with an older one is still known.
func TestKeysAreRenewed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute)
		old := h.issues(apptest.Ana)
		aged := func(by time.Duration) {
			must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE meeting_proof_key SET made_at = made_at - ? WHERE id = ?`, by.Milliseconds(), strings.Split(old.Token, ".")[1])
				return err
			}))
			must(t, h.Proof.Sweep(ctx))
			must(t, h.Proof.Sweep(ctx)) // as another node does
		}
		keys := func() int { return strings.Count(h.Dump(), "\nmeeting_proof_key ") }
		if aged(364 * 24 * time.Hour); keys() != 1 {
			t.Errorf("after 364 days there are %d keys", keys())
		}
		if aged(24 * time.Hour); keys() != 2 {
			t.Errorf("after a year there are %d keys", keys())
		}
		h.stays(apptest.Ana, 50*time.Minute)
		young := h.issues(apptest.Ana)
		if young.Token[:12] == old.Token[:12] {
			t.Error("papers are signed with the old key")
		}
		h.wantFound(young.Token, "This paper is good.")
		h.wantFound(old.Token, "This paper is good.")
	})
}

func TestWhatIsWithdrawnIsForgottenOnceItIsOver(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute)
		p := h.issues(apptest.Ana)
		must(t, h.Proof.Withdraw(ctx, h.Viewer(apptest.Ana), p.ID, true))
		h.Clock.Set(p.Facts.Ends().Add(-time.Minute))
		must(t, h.Proof.Sweep(ctx))
		h.wantFound(p.Token, "This paper was withdrawn.")
		h.Clock.Advance(48 * time.Hour)
		must(t, h.Proof.Sweep(ctx))
		h.wantFound(p.Token, "This paper is too old.")
		if strings.Contains(h.Dump(), "\nmeeting_withdrawn ") {
			t.Error("the mark is still there")
		}
	})
}

// Papers are whoever's they are, also after they left the group. They go with the
// account; what was given away stays good until its day.
func TestPapersGoWithTheAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
		p := h.issues(apptest.Ana)
		account := h.Viewer(apptest.Ana).Account
		must(t, h.Groups.Leave(ctx, h.Viewer(apptest.Ana), h.g.Slug, group.Erased))
		h.wants(apptest.Ana, proof.Path, "Low Tide Circle", "Tuesdays at the harbour")
		h.wants(apptest.Ana, proof.Path+"/papers/"+p.ID, "45 minutes")
		var copied bytes.Buffer
		must(t, h.Belongings.WriteCopy(ctx, &copied, account, h.Clock.Now(), nil))
		for _, want := range []string{"Tuesdays at the harbour", "first_code", p.Facts.Serial} {
			if !strings.Contains(copied.String(), want) {
				t.Errorf("the copy does not hold %q", want)
			}
		}
		must(t, h.Belongings.DestroyKeys(ctx, account))
		for done := false; !done; {
			var err error
			done, err = h.Belongings.Erase(ctx, account, 1000)
			must(t, err)
		}
		if dump := h.Dump(); strings.Contains(dump, "\nmeeting_attendance ") || strings.Contains(dump, "\nmeeting_paper ") {
			t.Error("rows are left")
		}
		h.wantFound(p.Token, "This paper is good.")
	})
}

// Whoever was helped in again by others finds nothing of this, and begins anew.
func TestWhatIsPrivateDoesNotComeBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute)
		p := h.issues(apptest.Ana)
		must(t, h.Keys.Forget(ctx, "private:"+h.Viewer(apptest.Ana).Account))
		h.wants(apptest.Ana, proof.Path, "No papers.", "Nothing so far.")
		if got := h.Get(apptest.Ana, proof.Path+"/papers/"+p.ID); got.Code != http.StatusNotFound {
			t.Errorf("the paper: %d", got.Code)
		}
		h.stays(apptest.Ana, 50*time.Minute)
		if h.record(apptest.Ana).Minutes() != 2 {
			t.Error("the record does not begin anew")
		}
	})
}

func TestTheLastDayOfAPaper(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute)
		f := h.issues(apptest.Ana).Facts
		if f.Issued != "2026-11-24" || f.Until != "2027-02-22" || f.Ends().Sub(h.Clock.Now()) < paper.Lasts {
			t.Errorf("%+v ends %v", f, f.Ends())
		}
	})
}
