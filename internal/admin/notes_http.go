package admin

import (
	"context"
	"net/http"
	"slices"

	"handrail/internal/account"
	"handrail/internal/group/note"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

const notesPath = "/admin/content-notes"

// notesView is the list of what words can be about.
type notesView struct {
	Kinds        []note.Kind
	Label, About string // as typed
	Form         *web.Form
}

// used are the kinds that are in use, or those that are not.
func (v notesView) used(used bool) []note.Kind {
	return slices.DeleteFunc(slices.Clone(v.Kinds), func(k note.Kind) bool { return k.Gone == used })
}

func (s *Service) getNotes(w http.ResponseWriter, r *http.Request) error {
	return s.showNotes(w, r, http.StatusOK, notesView{})
}

func (s *Service) showNotes(w http.ResponseWriter, r *http.Request, status int, v notesView) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	if v.Kinds, err = s.notes.KindsFor(r.Context(), viewer); err != nil {
		return err
	}
	return web.Render(w, r, status, notesPage(v))
}

func (s *Service) postNote(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := notesView{Label: form.Line("label"), About: form.Line("about"), Form: form}
	if err := s.notes.Add(r.Context(), viewer, v.Label, v.About); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return s.showNotes(w, r, http.StatusUnprocessableEntity, v)
	}
	return s.noteDone(w, r, "Added. Writers can mark it from now on.")
}

// noteView is one kind, to be reworded.
type noteView struct {
	note.Kind
	Form *web.Form
}

func (s *Service) getNote(w http.ResponseWriter, r *http.Request) error {
	kind, _, err := s.oneNote(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, notePage(noteView{Kind: kind}))
}

func (s *Service) oneNote(r *http.Request) (note.Kind, account.Viewer, error) {
	viewer, err := needSeat(r)
	if err != nil {
		return note.Kind{}, viewer, err
	}
	all, err := s.notes.KindsFor(r.Context(), viewer)
	if err != nil {
		return note.Kind{}, viewer, err
	}
	i := slices.IndexFunc(all, func(k note.Kind) bool { return k.ID == r.PathValue("note") })
	if i < 0 {
		return note.Kind{}, viewer, fault.Missing()
	}
	return all[i], viewer, nil
}

func (s *Service) postNoteWords(w http.ResponseWriter, r *http.Request) error {
	kind, viewer, err := s.oneNote(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	label, about := form.Line("label"), form.Line("about")
	if err := s.notes.Reword(r.Context(), viewer, kind.ID, label, about); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		kind.Label, kind.About = label, about
		return web.Render(w, r, http.StatusUnprocessableEntity, notePage(noteView{kind, form}))
	}
	return s.noteDone(w, r, "Changed. It is called so everywhere from now on.")
}

// postNoteAct moves a kind, takes it out of use, or undoes what was done to it.
func (s *Service) postNoteAct(w http.ResponseWriter, r *http.Request) error {
	kind, viewer, err := s.oneNote(r)
	if err != nil {
		return err
	}
	said, err := s.actOnNote(r.Context(), viewer, kind.ID, r.PathValue("act"))
	if err != nil {
		return err
	}
	return s.noteDone(w, r, said)
}

func (s *Service) actOnNote(ctx context.Context, v account.Viewer, kind, act string) (i18n.Text, error) {
	switch act {
	case "up", "down":
		return "Moved.", s.notes.Move(ctx, v, kind, act == "up")
	case "removal":
		return "Out of use. What is marked with it stays marked.", s.notes.Use(ctx, v, kind, false)
	case "return":
		return "It is on the list again.", s.notes.Use(ctx, v, kind, true)
	case "restoration":
		return "It has the words back that it came with.", s.notes.Restore(ctx, v, kind)
	}
	return "", fault.Missing()
}

func (s *Service) noteDone(w http.ResponseWriter, r *http.Request, said i18n.Text) error {
	s.cookies.Flash(w, i18n.T(r.Context(), said))
	return web.SeeOther(w, r, notesPath)
}

// noteActionWords says what an entry of the record about content notes stands
// for, and whether that is known.
func noteActionWords(action string) (i18n.Text, bool) {
	switch action {
	case "note.added":
		return "A content note was added", true
	case "note.reworded":
		return "A content note was given other words", true
	case "note.restored":
		return "A content note was given its first words back", true
	case "note.moved":
		return "The content notes were put in another order", true
	case "note.retired":
		return "A content note was taken out of use", true
	case "note.returned":
		return "A content note was put back on the list", true
	}
	return "", false
}

// noteTitle is what a content note is called now, or "".
func noteTitle(kinds []note.Kind, id string) string {
	if i := slices.IndexFunc(kinds, func(k note.Kind) bool { return k.ID == id }); i >= 0 {
		return kinds[i].Label
	}
	return ""
}
