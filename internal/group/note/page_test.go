package note_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"handrail/internal/apptest"
	"handrail/internal/group/note"
	"handrail/internal/platform/fault"
)

// chosen is the field of a kind with a choice that is checked on the page.
func chosen(kind string, c note.Choice) string {
	return `name="note-` + kind + `" value="` + string(c) + `" checked`
}

func wants(t *testing.T, got apptest.Answer, code int, words ...string) {
	t.Helper()
	if got.Code != code {
		t.Errorf("%d, not %d", got.Code, code)
	}
	for _, one := range words {
		if !strings.Contains(got.Body, one) {
			t.Errorf("the page has no %q", one)
		}
	}
}

func TestAReaderChooses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wants(t, a.Get(apptest.Vera, note.SettingsPath), http.StatusUnauthorized)
		wants(t, a.Get(apptest.Ana, "/settings"), http.StatusOK, `href="`+note.SettingsPath+`"`)
		wants(t, a.Get(apptest.Ana, note.SettingsPath), http.StatusOK, "Grief and death", "Nobody else sees", chosen("grief", note.Blur), chosen("sex", note.Blur))
		wants(t, a.Post(apptest.Ana, note.SettingsPath, url.Values{"note-grief": {"show"}, "note-sex": {"hide"}, "note-use": {"shout"}, "note-nothing": {"show"}}), http.StatusSeeOther)
		wants(t, a.Get(apptest.Ana, note.SettingsPath), http.StatusOK, chosen("grief", note.Show), chosen("sex", note.Hide), chosen("use", note.Blur))
		if got := a.Viewer(apptest.Ana).Settings.Notes; got != "+grief -sex" {
			t.Errorf("kept %q", got)
		}
		if got := a.Viewer(apptest.Zoe).Settings.Notes; got != "" {
			t.Errorf("somebody else has %q", got)
		}

		// How one reads otherwise is another matter, and a kind that was not asked
		// about stays as it was.
		wants(t, a.Post(apptest.Ana, "/settings/reading", url.Values{"theme": {"dark"}}), http.StatusSeeOther)
		must(t, a.Notes.Use(t.Context(), a.Viewer(apptest.Stella), "sex", false))
		wants(t, a.Post(apptest.Ana, note.SettingsPath, url.Values{"note-grief": {"blur"}}), http.StatusSeeOther)
		if got := note.ChoicesOf(a.Viewer(apptest.Ana)).Of([]string{"sex"}); got != note.Hide {
			t.Errorf("what is out of use is %s", got)
		}
		if got := a.Viewer(apptest.Ana).Settings.Notes; got != "-sex" {
			t.Errorf("kept %q", got)
		}
		if err := a.Notes.Choose(t.Context(), a.Viewer(apptest.Lee), nil); fault.KindOf(err) != fault.SignIn {
			t.Errorf("a pass: %v", err)
		}
		if err := a.Notes.Choose(t.Context(), a.Viewer(apptest.Ana), map[string]note.Choice{"nothing": note.Show}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a kind that is not there: %v", err)
		}
	})
}

// drawn is what a component with the words inside makes of them.
func drawn(t *testing.T, c templ.Component) string {
	t.Helper()
	var page strings.Builder
	words := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>the words</p>")
		return err
	})
	must(t, c.Render(templ.WithChildren(t.Context(), words), &page))
	return page.String()
}

func TestWordsAreFoldedAsTheirReaderChose(t *testing.T) {
	about := []note.Kind{{ID: "grief", Label: "Grief and death"}, {ID: "own", Label: "<i>The sea"}}
	for choice, want := range map[note.Choice]string{note.Show: "About: Grief and death · &lt;i&gt;The sea", note.Blur: "About: Grief and death", note.Hide: "You chose not to see this: Grief and death"} {
		got := drawn(t, note.Fold(about, choice))
		label, words := strings.Index(got, want), strings.Index(got, "<p>the words</p>")
		if label < 0 || words < label {
			t.Errorf("%s: %s", choice, got)
		}
		if folded := strings.Contains(got, "<details"); folded != (choice != note.Show) || strings.Contains(got, " open") && !strings.Contains(got, `class="open"`) {
			t.Errorf("%s: %s", choice, got)
		}
		if strings.Contains(got, "<i>") {
			t.Error("a label is markup")
		}
	}
	for _, choice := range []note.Choice{note.Show, note.Blur, note.Hide} {
		if got := drawn(t, note.Fold(nil, choice)); got != "<p>the words</p>" {
			t.Errorf("words without notes: %s", got)
		}
	}
}

func TestAWriterMarks(t *testing.T) {
	list := []note.Kind{{ID: "grief", Label: "Grief and death", About: "Somebody who died."}, {ID: "sex", Label: "Sex"}}
	got := drawn(t, note.Picker(list, nil))
	if strings.Contains(got, "checked") || !strings.Contains(got, `<details class="fold">`) || strings.Count(got, `name="notes"`) != 2 || !strings.Contains(got, "Somebody who died.") {
		t.Error(got)
	}
	if got := drawn(t, note.Picker(list, []string{"sex"})); !strings.Contains(got, `<details class="fold" open>`) || !strings.Contains(got, `value="sex" checked`) || strings.Contains(got, `value="grief" checked`) {
		t.Error(got)
	}
	if got := drawn(t, note.Picker(nil, nil)); got != "" {
		t.Errorf("without kinds: %s", got)
	}
}
