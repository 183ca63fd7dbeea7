package entry_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/blob"
)

// files are the keys of the files that are kept.
func files(t *testing.T, a *apptest.App) (keys []string) {
	t.Helper()
	must(t, a.Files.List(context.Background(), func(o blob.Object) error {
		keys = append(keys, o.Key)
		return nil
	}))
	return keys
}

func TestAPictureSurvivesAMistake(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		b := newBrowser(t, a, apptest.Zoe)
		page := b.upload(at(g, "/join"), b.joins(at(g, "/join"), "T0masz"), photo(t, 3))
		want(t, page, 422, "looks too much like", `value="own" checked`)
		key := field(page.Body, "own")
		if kept := files(t, a); len(kept) != 1 || kept[0] != key {
			t.Fatalf("the files are %v, the form names %q", kept, key)
		}
		shown := b.get("/groups/new/face/" + key)
		if shown.Code != 200 || shown.Header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("the picture is answered with %d %s", shown.Code, shown.Header.Get("Content-Type"))
		}
		im, err := jpeg.Decode(strings.NewReader(shown.Body))
		if err != nil || im.Bounds() != image.Rect(0, 0, 256, 256) {
			t.Errorf("the picture is %v, %v", im.Bounds(), err)
		}
		for _, other := range []apptest.Person{apptest.Ana, apptest.Stella} {
			want(t, newBrowser(t, a, other).get("/groups/new/face/"+key), 404)
		}
		form := with(b.joins(at(g, "/join"), "Wren"), "own", key, "look", "own")
		leads(t, b.post(at(g, "/join"), form), at(g, ""))
		if m := a.Inside(apptest.Zoe, g); m.Self.Picture != key {
			t.Errorf("the picture is %q, want %q", m.Self.Picture, key)
		}
		want(t, b.get("/groups/new/face/"+key), 404) // now it is a face, and served as one
	})
}

func TestNobodyTakesAPictureThatAnotherSent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		b := newBrowser(t, a, apptest.Zoe)
		key := field(b.upload(at(g, "/join"), b.joins(at(g, "/join"), "T0masz"), photo(t, 3)).Body, "own")
		if key == "" {
			t.Fatal("no picture was kept")
		}
		for _, named := range []string{key, "", "../../config", "00000000-0000-4000-8000-000000000000"} {
			ana := newBrowser(t, a, apptest.Ana)
			want(t, ana.post(at(g, "/join"), with(ana.joins(at(g, "/join"), "Marisol"), "own", named, "look", "own")), 422, "This picture is not here any more.")
		}
		b.become(apptest.Zoe)
		leads(t, b.post(at(g, "/join"), with(b.joins(at(g, "/join"), "Wren"), "own", key, "look", "own")), at(g, ""))
		other := a.Found(apptest.Stella, "Stella", nil)
		page := b.post(at(other, "/join"), with(b.joins(at(other, "/join"), "Juniper"), "own", key, "look", "own"))
		want(t, page, 422, "This picture is not here any more.") // one file is one face
	})
}

func TestPicturesThatAreNoneAreAMistakeAtTheirField(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		b := newBrowser(t, a, apptest.Zoe)
		for name, upload := range map[string][]byte{
			"text": []byte("this is no picture"), "nothing": {}, "a drawing with a script": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
			"half a picture": photo(t, 3)[:200], "too large": bytes.Repeat([]byte("x"), 9<<20),
		} {
			page := b.upload(at(g, "/join"), with(b.joins(at(g, "/join"), "Wren"), "persona-about", "I like tea."), upload)
			if page.Code != 422 || !strings.Contains(page.Body, `id="join-picture-error"`) {
				t.Errorf("%s: %d\n%s", name, page.Code, brief(page.Body))
			}
			want(t, page, 422, `value="Wren"`, "I like tea.")
		}
		if kept := files(t, a); len(kept) != 0 {
			t.Errorf("kept %v", kept)
		}
		want(t, b.upload(at(g, "/join"), b.joins(at(g, "/join"), "Wren"), bytes.Repeat([]byte("x"), 30<<20)), http.StatusRequestEntityTooLarge)
	})
}

func TestPicturesThatBecameNoFaceGo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		b := newBrowser(t, a, apptest.Zoe)
		unused := field(b.upload(at(g, "/join"), b.joins(at(g, "/join"), "T0masz"), photo(t, 3)).Body, "own")
		leads(t, b.upload(at(g, "/join"), b.joins(at(g, "/join"), "Wren"), photo(t, 90)), at(g, ""))
		used := a.Inside(apptest.Zoe, g).Self.Picture
		a.Clock.Advance(24*time.Hour - time.Second)
		must(t, a.Faces.Sweep(ctx))
		if kept := files(t, a); len(kept) != 2 {
			t.Fatalf("within a day, kept are %v", kept)
		}
		want(t, b.get("/groups/new/face/"+unused), 200)
		a.Clock.Advance(2 * time.Second)
		want(t, b.get("/groups/new/face/"+unused), 404) // it cannot be used in its last hour
		a.Clock.Advance(time.Hour)
		must(t, a.Faces.Sweep(ctx))
		if kept := files(t, a); len(kept) != 1 || kept[0] != used {
			t.Errorf("kept are %v, want %s", kept, used)
		}
		if strings.Contains(a.Dump(), unused) {
			t.Error("a row is left")
		}
	})
}

var radios = regexp.MustCompile(`type="radio" name="look" value="([^"]*)"( checked)?`)

// looks are the pictures on the page, the chosen one first.
func looks(page string) (chosen string, all []string) {
	for _, found := range radios.FindAllStringSubmatch(page, -1) {
		if found[2] != "" {
			chosen = found[1]
		}
		all = append(all, found[1])
	}
	return chosen, all
}

func TestOthersAreShownAndNothingIsLost(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g := a.Found(a.Facilitator("Fay"), "Tomasz", nil)
		b := newBrowser(t, a, apptest.Zoe)
		first := b.get(at(g, "/join"))
		_, offered := looks(first.Body)
		if len(offered) != 6 {
			t.Fatalf("%d pictures are offered", len(offered))
		}
		form := with(b.joins(at(g, "/join"), "Wren"), "seeds", strings.Join(offered, " "), "look", offered[2], "others", "yes", "pronouns", "they")
		form.Del("agreed")
		page := b.post(at(g, "/join"), form)
		want(t, page, 200, `value="Wren"`, `value="they"`)
		lacks(t, page, "There is a problem", "Error: ")
		chosen, now := looks(page.Body)
		if chosen != offered[2] || len(now) != 6 || now[0] != chosen || now[1] == offered[0] || now[1] == offered[1] {
			t.Errorf("after %v, with %s, there are %v with %s", offered, offered[2], now, chosen)
		}
		_, same := looks(b.post(at(g, "/join"), with(form, "others", "", "seeds", strings.Join(now, " "))).Body)
		if strings.Join(same, " ") != strings.Join(now, " ") {
			t.Error("a page that comes back offers others")
		}
		strange := b.post(at(g, "/join"), url.Values{"persona": {"Wren"}, "seeds": {`"><b> ../x`}, "look": {"ours"}, "version": {"1"}})
		if _, fresh := looks(strange.Body); len(fresh) != 6 || strings.Contains(strange.Body, `"><b>`) {
			t.Error("seeds that are none are taken")
		}
	})
}

func TestTheSameFaceElsewhereIsSaidQuietly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		first, second := a.Found(fay, "Tomasz", nil), a.Found(fay, "Tomasz B", nil)
		b := newBrowser(t, a, apptest.Zoe)
		leads(t, b.upload(at(first, "/join"), b.joins(at(first, "/join"), "Wren"), photo(t, 3)), at(first, ""))
		page := b.post(at(second, "/join"), b.joins(at(second, "/join"), "wrén"))
		want(t, page, 422, "You have this name in another of your groups.", "Use it all the same")
		lacks(t, page, "There is a problem", "Low Tide Error", first.Slug)
		page = b.upload(at(second, "/join"), b.joins(at(second, "/join"), "Juniper"), photo(t, 3))
		want(t, page, 422, "You have this picture in another of your groups.")
		if _, err := a.Groups.MemberFor(ctx, a.Viewer(apptest.Zoe), second.Slug); err == nil {
			t.Fatal("joined without an answer to the warning")
		}
		leads(t, b.post(at(second, "/join"), with(b.joins(at(second, "/join"), "wrén"), "anyway", "yes")), at(second, ""))
		ana := newBrowser(t, a, apptest.Ana)
		leads(t, ana.post(at(second, "/join"), ana.joins(at(second, "/join"), "Marisol")), at(second, ""))
	})
}

func TestAPictureOfALeaderIsForMembersAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		g := a.Found(fay, "Tomasz", nil)
		b := newBrowser(t, a, fay)
		key := field(b.upload("/groups", url.Values{"kind": {"peer"}, "persona": {"Somebody"}}, photo(t, 3)).Body, "own")
		f := group.Face{Name: "Tomasz", Picture: key}
		must(t, a.Groups.ChangePersona(ctx, a.Inside(fay, g), f))
		page := newBrowser(t, a, apptest.Vera).get(at(g, ""))
		want(t, page, 200, "Tomasz", `stroke-dasharray`)
		lacks(t, page, "<img", key)
	})
}
