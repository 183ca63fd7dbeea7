package compose

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/note"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/picture"
	"handrail/internal/platform/web"
)

// read is what somebody typed into a form of this package. A picture that came
// with it is made anew and kept; what is wrong with one is noted in the form.
func (p *Pages) read(r *http.Request, m group.Member, form *web.Form) (writing, error) {
	keep, _ := strconv.Atoi(form.Line(keepField))
	w := writing{form: form, heard: p.o.Heard, lines: p.o.Lines(r), typed: forum.Unfinished{
		Title: form.Line(titleField), Text: form.Text(textField), Kind: forum.Kind(form.Line(kindField)), Answers: forum.Answers(form.Line(answersField)), Keep: keep,
		Notes: note.Split(note.Join(r.PostForm[note.FieldName])), Anonymous: form.Line(anonymousField) == "yes",
		Quote: form.Line(quoteField), Excerpt: form.Text(excerptField), Picture: form.Line(sentField), Alt: form.Text(altField),
	}}
	if form.Ticked(plainField) || w.typed.Quote == "" {
		w.typed.Quote, w.typed.Excerpt = "", ""
	}
	if form.Ticked(noneField) {
		w.typed.Picture, w.typed.Alt = "", ""
	}
	if err := p.readPicture(r, form, &w); err != nil {
		return w, err
	}
	return w, p.furnish(r.Context(), m, &w)
}

// readPicture takes a picture that came with a form.
func (p *Pages) readPicture(r *http.Request, form *web.Form, w *writing) error {
	upload, err := uploaded(r)
	if upload == nil || err != nil {
		return err
	}
	key, err := p.keep(r.Context(), account.ViewerFrom(r.Context()).Account, upload)
	f, said := fault.From(err)
	switch {
	case err == nil:
		w.typed.Picture = key
	case said:
		form.Wrong(r.Context(), picture.Field, f.Say, f.Args)
	default:
		return err
	}
	return nil
}

// furnish adds what a form needs beside what was typed.
func (p *Pages) furnish(ctx context.Context, m group.Member, w *writing) (err error) {
	if w.kinds, err = p.o.Notes.Kinds(ctx); err != nil {
		return err
	}
	if w.typed.Picture != "" {
		_, err := p.sent(ctx, m.Viewer.Account, w.typed.Picture)
		switch {
		case err == nil:
			w.sentAt = path(m.Group, "pictures", w.typed.Picture)
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
	}
	return nil
}

// picture is the picture that goes with a post, or nil. The form forgets one that
// is not there any more, once it has said so.
func (p *Pages) picture(ctx context.Context, m group.Member, w *writing) (*forum.Picture, error) {
	if w.typed.Picture == "" {
		return nil, nil
	}
	made, err := p.sent(ctx, m.Viewer.Account, w.typed.Picture)
	if fault.KindOf(err) == fault.NotFound {
		w.typed.Picture, err = "", missing()
	}
	made.Alt = w.typed.Alt
	return &made, err
}

// begun goes on with what the member had typed before, if it is still there.
func (p *Pages) begun(ctx context.Context, m group.Member, target string, w *writing) (err error) {
	if w.draft, err = p.o.Forum.DraftFor(ctx, m, target); err != nil {
		return err
	}
	if !w.draft.Words.Empty() {
		w.typed = w.draft.Words
	}
	return nil
}

// posted forgets what was only needed until a post was there.
func (p *Pages) posted(ctx context.Context, w writing) error {
	if w.typed.Picture == "" {
		return nil
	}
	return p.used(ctx, w.typed.Picture)
}

// uploaded is the file that came with the form, or nil. It is never more than
// one byte over what a picture may have, which the maker refuses.
func uploaded(r *http.Request) ([]byte, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File[picture.Field]) == 0 {
		return nil, nil
	}
	header := r.MultipartForm.File[picture.Field][0]
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

// accept takes what the forum refused as a mistake of the form, so that the page
// comes back with all that was typed: at its field, or at the whole of it with
// what one can do next. Any other error is for the error page.
func (w *writing) accept(ctx context.Context, m group.Member, err error, space string) error {
	if err = w.form.Accept(ctx, err); err == nil {
		return nil
	}
	f, said := fault.From(err)
	if !said || f.Kind == fault.NotFound || f.Kind == fault.Internal || f.Kind == fault.SignIn {
		return err
	}
	w.refused = err
	says, _ := refusal(ctx, m, err, space)
	w.form.Mistakes = append(w.form.Mistakes, web.Mistake{Say: says})
	return nil
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.o.Cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Conflict && f.Kind != fault.Invalid && f.Kind != fault.Forbidden {
		return err
	}
	return p.done(w, r, back, f.Say, f.Args)
}
