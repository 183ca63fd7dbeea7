package source_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/finder/source"
)

// upload sends a form with files as the steward.
func (h *house) upload(path string, fields url.Values, files map[string]string) apptest.Answer {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range fields {
		h.must(form.WriteField(name, values[0]))
	}
	for name, text := range files {
		part, err := form.CreateFormFile("file", name)
		h.must(err)
		_, err = part.Write([]byte(text))
		h.must(err)
	}
	h.must(form.Close())
	r := h.Request("POST", path, nil)
	r.Header.Set("Content-Type", form.FormDataContentType())

	r.Body, r.ContentLength = readCloser{&body}, int64(body.Len())
	return h.Do(apptest.Stella, r)
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }

func TestAFileIsReadAndANewerOneTakesItsPlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		got := h.upload(source.Path, about(""), map[string]string{"cork.json": meetings("Pier", "Quay")})
		path := h.wants(got, http.StatusSeeOther).Header.Get("Location")
		one := h.sources()[0]
		if found := h.names(); !slices.Equal(found, []string{"Pier", "Quay"}) || one.URL != "" || !one.Next.IsZero() || one.Format != feed.MeetingGuide {
			t.Fatalf("found %v, %+v", found, one)
		}
		h.wants(h.Get(apptest.Stella, path), http.StatusOK, "A newer file", "Taken in")
		h.wants(h.upload(path+"/copy", nil, map[string]string{"cork.json": "{"}), http.StatusUnprocessableEntity, "There is a problem")
		h.wants(h.upload(path+"/copy", nil, nil), http.StatusUnprocessableEntity, "Choose a file.")
		if found := h.names(); len(found) != 2 {
			t.Errorf("after a broken file: %v", found)
		}
		h.Clock.Advance(time.Minute)
		h.wants(h.upload(path+"/copy", nil, map[string]string{"cork.json": meetings("Quay", "Tide")}), http.StatusSeeOther)
		if found := h.names(); !slices.Equal(found, []string{"Quay", "Tide"}) || h.noted("source.uploaded") != 1 {
			t.Errorf("after a newer file: %v, noted %d times", found, h.noted("source.uploaded"))
		}
		runs, err := h.Finder.RunsFor(t.Context(), h.Viewer(apptest.Stella), one.ID)
		h.must(err)
		h.wants(h.Get(apptest.Stella, path+"/runs/"+runs[0].ID), http.StatusOK, "Taken in", "What became otherwise", "Nothing. Each record was as it should be.")
		if len(h.left()) != 0 {
			t.Errorf("left behind: %v", h.left())
		}
	})
}

func TestWhatIsWrongWithASourceIsSaidAtItsField(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			field, value string
			says         string
		}{
			"neither":           {"url", "", "Write an address, or choose a file below."},
			"not an address":    {"url", "cork.example", "We can&#39;t use that web address."},
			"another scheme":    {"url", "ftp://cork.example/feed", "We can&#39;t use that web address."},
			"a password":        {"url", "https://me:word@cork.example/", "We can&#39;t use that web address."},
			"no name":           {"name", "", "Write whose listing this is."},
			"no fellowship":     {"programme", "zz", "Choose one from the list."},
			"no zone":           {"zone", "Nowhere/City", "We do not know this time zone."},
			"no format":         {"format", "rss", "Choose one from the list."},
			"all the time":      {"every", "-3", "Choose one from the list."},
			"never":             {"every", "99999999999999", "Choose one from the list."},
			"a site of no kind": {"site", "javascript:alert(1)", "Write the whole address, with https:// before it."},
		} {
			h.Clock.Advance(time.Minute)
			form := about("https://cork.example/feed")
			form.Set(c.field, c.value)
			sent := h.Post(apptest.Stella, source.Path, form)
			if sent.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, sent.Code)
				continue
			}
			got := h.wants(sent, http.StatusUnprocessableEntity, c.says, `href="#source-`+c.field+`"`)
			if c.field != "name" && !strings.Contains(got.Body, `value="Cork Intergroup"`) {
				t.Errorf("%s: what was typed is gone", name)
			}
		}
		h.wants(h.upload(source.Path, about("https://cork.example/feed"), map[string]string{"a.json": "[]"}), http.StatusUnprocessableEntity, "Choose one: an address or a file.")
		h.wants(h.upload(source.Path, about(""), map[string]string{"a.json": `[{"name":`}), http.StatusUnprocessableEntity, `href="#source-file"`)
		if list := h.sources(); len(list) != 0 {
			t.Errorf("added all the same: %+v", list)
		}
	})
}

func TestASourceIsChangedRestedWokenTriedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := newSite(t, says(isJSON, meetings("Pier")))
		one := h.added(s.URL)
		path := source.Path + "/" + one.ID

		form := about(s.URL + "/new")
		form.Set("name", "Cork and Kerry")
		form.Set("shared", "yes")
		form.Set("keeper", "The web servant")
		s.turn(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/new" {
				says(isJSON, meetings("Pier", "Quay"))(w, r)
			}
		})
		h.wants(h.Get(apptest.Stella, path+"/change"), http.StatusOK, s.URL)
		h.wants(h.Post(apptest.Stella, path+"/change", form), http.StatusSeeOther)
		h.settled()
		h.wants(h.Get(apptest.Stella, path), http.StatusOK, "Cork and Kerry", "Yes, in the name of The web servant")
		if found := h.names(); len(found) != 2 {
			t.Errorf("after the change: %v", found)
		}
		form.Set("url", "http://[::1%25lo]/")
		h.wants(h.Post(apptest.Stella, path+"/change", form), http.StatusUnprocessableEntity, "We can&#39;t use that web address.")
		form.Set("url", "")
		h.wants(h.Post(apptest.Stella, path+"/change", form), http.StatusUnprocessableEntity, "Write the address of the feed.")

		h.wants(h.Post(apptest.Stella, path+"/rest", nil), http.StatusSeeOther)
		if found := h.names(); len(found) != 0 {
			t.Errorf("resting: %v", found)
		}
		h.wants(h.Get(apptest.Stella, source.Path), http.StatusOK, "Off all pages")
		before := s.asked.Load()
		h.Clock.Advance(48 * time.Hour)
		h.look()
		if s.asked.Load() != before {
			t.Error("a resting source was fetched")
		}
		h.wants(h.Post(apptest.Stella, path+"/waking", nil), http.StatusSeeOther)
		h.settled()
		if found := h.names(); len(found) != 2 || s.asked.Load() != before+1 {
			t.Errorf("woken: %v, asked %d times", found, s.asked.Load()-before)
		}
		h.wants(h.Post(apptest.Stella, path+"/try", nil), http.StatusSeeOther)
		h.settled()
		if s.asked.Load() != before+2 {
			t.Errorf("tried: asked %d times", s.asked.Load()-before)
		}
		h.wants(h.Get(apptest.Stella, path+"/removal"), http.StatusOK, "2 meetings go from all pages", "cannot be undone")
		h.wants(h.Post(apptest.Stella, path+"/removal", nil), http.StatusSeeOther)
		h.wants(h.Get(apptest.Stella, path), http.StatusNotFound)
		if found := h.names(); len(found) != 0 {
			t.Errorf("removed: %v", found)
		}
		for action, want := range map[string]int{"added": 1, "changed": 2, "rested": 1, "woken": 1, "removed": 1} {
			if n := h.noted("source." + action); n != want {
				t.Errorf("the record says %q %d times, want %d", action, n, want)
			}
		}
		h.wants(h.Get(apptest.Stella, "/admin/record"), http.StatusOK, "A source of meetings was removed")
	})
}

func TestTheGroupsOfThisPlaceAreASourceThatStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.must(h.Finder.Renew(t.Context(), "a group that lists nothing"))
		path := source.Path + "/" + finder.OwnSource
		h.wants(h.Get(apptest.Stella, path), http.StatusOK, "Groups of this place")
		h.wants(h.Get(apptest.Stella, path+"/change"), http.StatusOK, "Pass these meetings on")
		h.wants(h.Post(apptest.Stella, path+"/change", url.Values{"shared": {"yes"}, "name": {"Somebody else"}, "url": {"http://127.0.0.1/"}}), http.StatusSeeOther)
		if one := h.source(finder.OwnSource); !one.Shared || one.URL != "" || one.Name == "Somebody else" {
			t.Errorf("%+v", one)
		}
		h.wants(h.Post(apptest.Stella, path+"/removal", nil), http.StatusConflict)
	})
}

func TestNotesAreReadAndSettled(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.upload(source.Path, about(""), map[string]string{"cork.json": meetings("Pier")})
		h.wants(h.Get(apptest.Stella, source.Path+"/notes"), http.StatusOK, "No note waits")
		h.must(h.Finder.Tell(t.Context(), "pier", "The door is <b>locked</b>."))
		h.wants(h.Get(apptest.Stella, source.Path), http.StatusOK, "1 note waits for you.")
		h.wants(h.Get(apptest.Stella, source.Path+"/notes"), http.StatusOK, "The door is &lt;b&gt;locked", "Pier")
		notes, err := h.Finder.NotesFor(t.Context(), h.Viewer(apptest.Stella), 10)
		h.must(err)
		settle := source.Path + "/notes/" + notes[0].ID + "/settling"
		h.wants(h.Post(apptest.Ana, settle, nil), http.StatusNotFound)
		h.wants(h.Post(apptest.Stella, settle, nil), http.StatusSeeOther)
		h.wants(h.Get(apptest.Stella, source.Path+"/notes"), http.StatusOK, "No note waits")
		if n := h.noted("source.note-settled"); n != 1 {
			t.Errorf("the record says so %d times", n)
		}
	})
}

func TestSitesThatMayHoldTheListAreNamed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		path := source.Path + "/embedding"
		h.wants(h.Post(apptest.Stella, path, url.Values{"sites": {"https://www.Cork.example/meetings\r\n\r\nhttps://kerry.example:8443"}}), http.StatusSeeOther)
		h.wants(h.Get(apptest.Stella, path), http.StatusOK, "https://kerry.example:8443\nhttps://www.cork.example")
		h.wants(h.Post(apptest.Stella, path, url.Values{"sites": {"cork.example; script-src *"}}), http.StatusUnprocessableEntity, "cork.example; script-src *", "Write each site on a line of its own")
		h.wants(h.Get(apptest.Stella, source.Path), http.StatusOK, "2 sites may hold the list")
		if n := h.noted("source.embedders"); n != 1 {
			t.Errorf("the record says so %d times", n)
		}
	})
}
