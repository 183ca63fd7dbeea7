package compose_test

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/picture"
)

func photo(t *testing.T, width, height int) []byte {
	t.Helper()
	made := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			made.Set(x, y, color.RGBA{uint8(x), uint8(y), 120, 255})
		}
	}
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, made, nil))
	return out.Bytes()
}

// files is how many files the house keeps.
func (h *house) files() (n int) {
	h.t.Helper()
	must(h.t, filepath.WalkDir(h.Config.Folder.Files(), func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	}))
	return n
}

// work does what has been put off.
func (h *house) work() {
	h.t.Helper()
	if !h.started {
		h.started = true
		must(h.t, h.Jobs.Start(ctx))
		h.t.Cleanup(func() { h.Jobs.Stop(context.Background()) })
	}
	must(h.t, h.Jobs.Drain(ctx))
}

func TestAPictureGoesWithAPost(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.Get(apptest.Ana, h.at("new?space="+h.space("shares")))
		want(t, page, 200, `type="file"`, `enctype="multipart/form-data"`, "What can be seen on it")
		form := with(h.share("Look."), "alt", "A harbour at low tide")
		first := h.posted(apptest.Ana, h.send(apptest.Ana, h.at("new"), form, "harbour.jpg", photo(t, 3200, 1600)))
		if p := first.Picture; p == nil || p.Width != 1600 || p.Height != 800 || p.Alt != "A harbour at low tide" {
			t.Fatalf("the picture is %+v", first.Picture)
		}
		at := h.at("posts", first.ID, "picture")
		read := h.Get(h.ben, h.at("topics", first.Topic))
		want(t, read, 200, `src="`+at+`"`, `alt="A harbour at low tide"`, `width="1600"`, `height="800"`, `loading="lazy"`)
		if strings.Contains(read.Body, first.Picture.Key) {
			t.Error("the page shows the key of the file")
		}
		shown := h.Get(h.ben, at)
		want(t, shown, 200)
		if kind, kept := shown.Header.Get("Content-Type"), shown.Header.Get("Cache-Control"); kind != "image/jpeg" || !strings.Contains(kept, "no-store") && !strings.Contains(kept, "private") {
			t.Errorf("it is %s, kept as %s", kind, kept)
		}
		for _, outside := range []apptest.Person{apptest.Stella, apptest.Zoe} {
			want(t, h.Get(outside, at), 404)
		}
		want(t, h.Get(h.ben, h.at("pictures", first.Picture.Key)), 404)
		want(t, h.Get(apptest.Ana, h.at("pictures", first.Picture.Key)), 404)

		must(t, h.Groups.BlockOne(ctx, h.Inside(h.ben, h.g), first.Author.ID))
		want(t, h.Get(h.ben, at), 404)
		must(t, h.Groups.Unblock(ctx, h.Inside(h.ben, h.g), first.Author.ID))
		must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { return h.Forum.HideIn(ctx, tx, first.ID) }))
		want(t, h.Get(h.ben, at), 404)
		want(t, h.Get(apptest.Ana, at), 200)
		must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { return h.Forum.ShowIn(ctx, tx, first.ID) }))
		must(t, h.Groups.Leave(ctx, h.Viewer(h.ben), h.g.Slug, group.AsFormer))
		want(t, h.Get(h.ben, at), 404)
	})
}

func TestAPictureCanGoAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		post := func() forum.Post {
			return h.posted(apptest.Ana, h.send(apptest.Ana, h.at("new"), with(h.share("Look."), "alt", "A harbour"), "harbour.jpg", photo(t, 300, 200)))
		}
		first := post()
		edit := h.at("posts", first.ID, "edit")
		want(t, h.Get(apptest.Ana, edit), 200, "A harbour</textarea>", "Take the picture away")
		words := url.Values{"title": {"The first wedding"}, "text": {"Look."}}
		want(t, h.Post(apptest.Ana, edit, with(words, "alt", strings.Repeat("x", forum.AltMost+1))), 422, "Shorten this to 500 characters.")
		want(t, h.Post(apptest.Ana, edit, with(words, "alt", "Two boats")), 303)
		if p := h.items(h.ben, first.Topic)[0].Post.Picture; p == nil || p.Alt != "Two boats" {
			t.Errorf("the picture is %+v", p)
		}
		want(t, h.Post(apptest.Ana, edit, with(words, "no-picture", "yes")), 303)
		h.work()
		if p := h.items(h.ben, first.Topic)[0].Post.Picture; p != nil || h.files() != 0 {
			t.Errorf("the picture is %+v, %d files", p, h.files())
		}
		want(t, h.Get(h.ben, h.at("posts", first.ID, "picture")), 404)

		second := post()
		want(t, h.Post(apptest.Ana, h.at("posts", second.ID, "deletion"), nil), 303)
		h.work()
		if h.files() != 0 {
			t.Errorf("%d files of posts that were deleted", h.files())
		}
		h.arrange(func(s *forum.Setting) { s.Pictures = false })
		if page := h.Get(apptest.Ana, h.at("new?space="+h.space("shares"))); strings.Contains(page.Body, `type="file"`) {
			t.Error("a group without pictures asks for them")
		}
		want(t, h.send(apptest.Ana, h.at("new"), h.share("Look all the same."), "harbour.jpg", photo(t, 30, 20)), 422, "This group talks without pictures.", "Look all the same.")
	})
}

func TestAPictureSurvivesMistakesAndSecondThoughts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		again := h.send(apptest.Ana, h.at("new"), with(h.share("Look."), "title", "", "alt", "A harbour"), "harbour.jpg", photo(t, 300, 200))
		want(t, again, 422, "Give it a title.", "A harbour</textarea>", "/forum/pictures/")
		key := field(again.Body, "sent")
		want(t, h.Get(apptest.Ana, h.at("pictures", key)), 200)
		want(t, h.Get(h.ben, h.at("pictures", key)), 404)
		want(t, h.Post(h.ben, h.at("new"), with(h.share("Mine now."), "sent", key)), 422, "This picture is not here any more.", "Mine now.")
		first := h.posted(apptest.Ana, h.Post(apptest.Ana, h.at("new"), with(h.share("Look."), "alt", "A harbour", "sent", key)))
		if first.Picture == nil || first.Picture.Key != key {
			t.Fatalf("the picture is %+v", first.Picture)
		}
		want(t, h.Post(apptest.Ana, h.at("new"), with(h.share("Twice."), "sent", key)), 422, "This picture is not here any more.")

		back := h.Post(apptest.Ana, h.at("posts", first.ID, "undoing"), nil)
		box := h.Get(apptest.Ana, back.Header.Get("Location"))
		want(t, box, 200, "A harbour</textarea>", "/forum/pictures/")
		h.work()
		want(t, h.Get(apptest.Ana, h.at("pictures", field(box.Body, "sent"))), 200)
		if h.files() != 1 {
			t.Errorf("%d files of one picture", h.files())
		}
		// One that is in a draft stays as long as that, and no longer.
		want(t, h.Post(apptest.Ana, h.at("drafts", h.space("shares")), with(h.share("Look."), "sent", field(box.Body, "sent"))), 303)
		h.Clock.Advance(6 * 24 * time.Hour)
		must(t, h.Writing.Sweep(ctx))
		if h.files() != 1 {
			t.Error("a picture goes before its draft")
		}
		h.Clock.Advance(2 * 24 * time.Hour)
		must(t, h.Writing.Sweep(ctx))
		if h.files() != 0 {
			t.Error("a picture stays that nobody used")
		}
	})
}

func TestAPictureInAPostIsNeverSwept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.posted(apptest.Ana, h.send(apptest.Ana, h.at("new"), h.share("Look."), "harbour.jpg", photo(t, 300, 200)))
		// As if the house had stopped right after the post was there.
		must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO forum_upload (picture, made_by, width, height, ends_at) VALUES (?, 'x', 1, 1, 1)`, first.Picture.Key)
			return err
		}))
		must(t, h.Writing.Sweep(ctx))
		want(t, h.Get(h.ben, h.at("posts", first.ID, "picture")), 200)
		want(t, h.send(apptest.Ana, h.at("new"), with(h.share("Look."), "title", ""), "harbour.jpg", photo(t, 300, 200)), 422)
		h.Clock.Advance(26 * time.Hour)
		must(t, h.Writing.Sweep(ctx))
		if h.files() != 1 {
			t.Errorf("%d files", h.files())
		}
	})
}

func TestTheMarksOfPicturesShowNoHand(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 2 {
			want(t, h.send(apptest.Ana, h.at("new"), with(h.share("Look."), "title", "", "anonymous", "yes"), "harbour.jpg", photo(t, 30, 20)), 422)
		}
		h.Read(func(ctx context.Context, tx *db.Tx) error {
			if n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(DISTINCT made_by) FROM forum_upload`); err != nil || n != 2 {
				t.Errorf("two pictures of one account have %d marks, %v", n, err)
			}
			return nil
		})
	})
}

func TestBadPicturesAreRefusedAtOnceAndKindly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var small bytes.Buffer
		must(t, png.Encode(&small, image.NewGray(image.Rect(0, 0, 4, 4))))
		uploads := map[string][]byte{"empty.png": {}, "words.jpg": []byte("no picture"), "large.png": append(small.Bytes(), make([]byte, picture.MaxBytes)...), "drawn.svg": []byte("<svg onload=alert(1)></svg>")}
		bombs, _ := filepath.Glob(filepath.Join(cmp.Or(os.Getenv("HANDRAIL_SHARED_DATA"), "../../../../shared/data"), "hostile", "generated", "*pixelflood*"))
		for _, bomb := range bombs {
			content, err := os.ReadFile(bomb)
			must(t, err)
			uploads[filepath.Base(bomb)] = content
		}
		for name, upload := range uploads {
			began := clock.System().Now()
			page := h.send(apptest.Ana, h.at("new"), with(h.share("Words that stay."), "alt", "A harbour"), name, upload)
			want(t, page, 422, "Words that stay.", "A harbour", `id="begin-picture-error"`)
			if took := clock.System().Now().Sub(began); took > time.Second && name != "large.png" {
				t.Errorf("%s took %v", name, took)
			}
			if strings.Contains(page.Body, name) {
				t.Errorf("the page says the name of the file: %s", name)
			}
		}
		if h.files() != 0 {
			t.Errorf("%d files of pictures that were refused", h.files())
		}
	})
}

func tiny(t *testing.T) []byte { return photo(t, 8, 8) }
