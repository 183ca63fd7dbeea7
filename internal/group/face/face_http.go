package face

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/name"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/picture"
	"handrail/internal/platform/web"
)

// MaxBody is what a route takes whose form holds a face. It is more than a
// picture may have: one that is too large shall be a mistake at its field, with
// all that was typed, and not the end of the form.
const MaxBody = 3 * picture.MaxBytes

// sentPath is where somebody looks at a picture that they have just sent.
const sentPath = "/groups/new/face/"

var pictureLimit = limit.Rule{Name: "picture", Subject: limit.Rate{Count: 600, Per: time.Minute}, Network: limit.Rate{Count: 3000, Per: time.Minute}, Wait: 2 * time.Second}

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + sentPath + "{picture}", Audience: web.Members, Limit: pictureLimit, Handler: s.getSent},
	}
}

// Read is the face that the viewer chose in a form for the group at slug, or for
// one that they found when slug is "". before is what the form showed at first:
// Fresh, or Of, which lets them keep the picture they have. Mistakes are noted
// in the form; whether the page has to be shown again, View.Again says.
func (s *Service) Read(r *http.Request, form *web.Form, slug string, before View) (group.Face, View, error) {
	ctx, viewer := r.Context(), account.ViewerFrom(r.Context())
	v := View{
		Action: before.Action, checked: before.checked, Name: form.Line(NameField), Pronouns: form.Line(PronounsField), About: form.Text(AboutField),
		look: form.Line(lookField), anyway: form.Ticked(anywayField), others: form.Ticked(othersField), form: form,
	}
	f := group.Face{Name: v.Name, Pronouns: v.Pronouns, About: v.About}
	v.readSeeds(form.Line(seedsField))
	if err := s.readOwn(r, form, viewer, before, &v, &f); err != nil {
		return f, v, err
	}
	if v.look != own {
		f.Seed, f.Picture, f.Look = v.look, "", 0
	}
	if v.others {
		v.seeds = others(v.look)
		return f, v, nil
	}
	v.check(ctx, form)
	var err error
	v.elsewhere, err = s.elsewhereFor(ctx, viewer, slug, f)
	return f, v, err
}

// readSeeds takes the drawn pictures that were offered, so that a page that
// comes back offers the same.
func (v *View) readSeeds(seeds string) {
	v.seeds = slices.DeleteFunc(strings.Fields(seeds), func(one string) bool { return !isSeed(one) })
	if len(v.seeds) > offered {
		v.seeds = v.seeds[:offered]
	}
	if len(v.seeds) == 0 {
		v.seeds = group.Seeds(offered)
	}
	if v.look != own && !slices.Contains(v.seeds, v.look) {
		v.look = v.seeds[0]
	}
}

// others are other drawn pictures, after the one that is chosen.
func others(look string) []string {
	if look == own {
		return group.Seeds(offered)
	}
	return more(look)
}

// readOwn finds the viewer's own picture: one that came with this form, one that
// came before, or the one they have.
func (s *Service) readOwn(r *http.Request, form *web.Form, viewer account.Viewer, before View, v *View, f *group.Face) error {
	key := form.Line(ownField)
	upload, err := uploaded(r)
	if err != nil {
		return err
	}
	if upload != nil {
		made, err := s.keep(r.Context(), viewer.Account, upload)
		if _, said := fault.From(err); err != nil && !said {
			return err
		}
		if err != nil {
			form.Mistakes = append(form.Mistakes, mistake(r.Context(), err))
		} else {
			key, v.look = made, own
		}
	}
	switch {
	case key == "":
	case key == before.own:
		v.own, v.ownAt, f.Picture = key, before.ownAt, key
		return nil
	default:
		look, err := s.sent(r.Context(), viewer.Account, key)
		if err == nil {
			v.own, v.ownAt, f.Picture, f.Look = key, sentPath+key, key, look
			return nil
		}
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	if v.look == own {
		v.look = v.seeds[0]
		form.Wrong(r.Context(), PictureField, "This picture is not here any more. Choose it again, or take a drawn one.")
	}
	return nil
}

// mistake is what was wrong with a picture.
func mistake(ctx context.Context, err error) web.Mistake {
	var one web.Form
	f, _ := fault.From(err)
	one.Wrong(ctx, PictureField, f.Say, f.Args)
	return one.Mistakes[0]
}

// uploaded is the file that came with the form, or nil. It is never more than
// one byte over what a picture may have, which the maker refuses.
func uploaded(r *http.Request) ([]byte, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File[PictureField]) == 0 {
		return nil, nil
	}
	header := r.MultipartForm.File[PictureField][0]
	if header.Size == 0 && header.Filename == "" {
		return nil, nil // nothing was chosen
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	upload, err := io.ReadAll(io.LimitReader(file, picture.MaxBytes+1))
	if upload == nil {
		upload = []byte{}
	}
	return upload, err
}

// check notes what is too long here: in a form with more fields of the same kind
// it would not be clear at which of them package group found it.
func (v *View) check(ctx context.Context, form *web.Form) {
	v.checkName(ctx, form)
	for _, one := range []struct {
		field, text string
		most        int
	}{{PronounsField, v.Pronouns, group.PronounsMost}, {AboutField, v.About, group.AboutMost}} {
		if utf8.RuneCountInString(one.text) > one.most {
			form.Wrong(ctx, one.field, "Shorten this to {.Most} characters.", map[string]any{"Most": one.most})
		}
	}
}

func (v *View) checkName(ctx context.Context, form *web.Form) {
	if v.Name == "" {
		form.Wrong(ctx, NameField, "Choose a name for this group.")
		return
	}
	clean, err := name.Clean(v.Name)
	if f, said := fault.From(err); said {
		form.Wrong(ctx, NameField, f.Say, f.Args)
		return
	}
	if claim := name.Claims(clean); claim != "" && !v.checked {
		form.Wrong(ctx, NameField, claim.Say())
	}
}

// getSent shows somebody a picture that they have just sent, and nobody else.
func (s *Service) getSent(w http.ResponseWriter, r *http.Request) error {
	key := r.PathValue("picture")
	if _, err := s.sent(r.Context(), account.ViewerFrom(r.Context()).Account, key); err != nil {
		return err
	}
	return s.Serve(w, r, key)
}

// Serve answers with the picture under a key. Whoever calls it has made sure
// that the viewer may see it.
func (s *Service) Serve(w http.ResponseWriter, r *http.Request, key string) error {
	file, object, err := s.o.Files.Open(r.Context(), key)
	if err != nil {
		return err
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kindOf(body))
	w.Header().Set("Content-Length", strconv.FormatInt(object.Size, 10))
	_, _ = w.Write(body) // else the reader has gone
	return nil
}

// kindOf tells the two formats that package picture makes apart.
func kindOf(body []byte) string {
	if strings.HasPrefix(string(body[:min(8, len(body))]), "\x89PNG") {
		return "image/png"
	}
	return "image/jpeg"
}

// Status is the status of a page that is shown again.
func (v View) Status() int {
	if v.others {
		return http.StatusOK
	}
	return http.StatusUnprocessableEntity
}
