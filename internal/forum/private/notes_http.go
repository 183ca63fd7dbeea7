package private

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// writeView is the page on which a note to the author of a post begins.
type writeView struct {
	Member group.Member
	Post   forum.Post
	Topic  forum.Topic
	Text   string
	Form   *web.Form
}

func (v writeView) path(parts ...string) string { return hall.Path(v.Member.Group.Slug, parts...) }

// notesView are somebody's private notes in a group.
type notesView struct {
	Member group.Member
	List   []Thread
	Quiet  bool
}

func (v notesView) path(parts ...string) string {
	return hall.Path(v.Member.Group.Slug, append([]string{"notes"}, parts...)...)
}

// threadView is one thread, with the form to answer.
type threadView struct {
	Member group.Member
	Thread Thread
	Text   string
	Form   *web.Form
	Lines  helplines.Page
}

func (v threadView) path(parts ...string) string {
	return hall.Path(v.Member.Group.Slug, append([]string{"notes", v.Thread.ID}, parts...)...)
}

func (s *Service) getWrite(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showWrite(w, r, http.StatusOK, writeView{Member: m})
}

func (s *Service) showWrite(w http.ResponseWriter, r *http.Request, status int, v writeView) error {
	page, err := s.forum.PostFor(r.Context(), v.Member, r.PathValue("post"))
	if err != nil {
		return err
	}
	v.Post, v.Topic = page.Items[0].Post, page.Topic
	if v.Post.Mine {
		return s.done(w, r, hall.Path(v.Member.Group.Slug, "notes"), "This is yours. What others write to you about it stands here.")
	}
	return web.Render(w, r, status, writePage(v))
}

func (s *Service) postWrite(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	text := form.Text("text")
	thread, err := s.Write(r.Context(), m, r.PathValue("post"), text)
	if err != nil {
		if err := form.Accept(r.Context(), refusal(err)); err != nil {
			return err
		}
		return s.showWrite(w, r, http.StatusUnprocessableEntity, writeView{Member: m, Text: text, Form: form})
	}
	return s.done(w, r, hall.Path(m.Group.Slug, "notes", thread), "Sent. You are not told whether it is read.")
}

// refusal is why a note was not taken, said at its field, so that the words stay
// on the page.
func refusal(err error) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return fault.Field("text", f.Say, f.Args)
}

func (s *Service) getNotes(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	v := notesView{Member: m}
	if v.List, err = s.NotesFor(r.Context(), m); err != nil {
		return err
	}
	if v.Quiet, err = s.QuietFor(r.Context(), m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, notesPage(v))
}

func (s *Service) postQuiet(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	page := hall.Path(m.Group.Slug, "notes")
	quiet := form.Line("quiet") == "yes"
	if err := s.Hush(r.Context(), m, quiet); err != nil {
		return s.told(w, r, err, page)
	}
	if quiet {
		return s.done(w, r, page, "Done. Private notes of other members do not reach you any more. They are not told.")
	}
	return s.done(w, r, page, "Done. Private notes reach you again from now on.")
}

// sent is a form that somebody sent, and who they are here.
func (s *Service) sent(r *http.Request) (m group.Member, form *web.Form, err error) {
	if m, err = s.member(r); err != nil {
		return m, nil, err
	}
	form, err = web.ReadForm(r)
	return m, form, err
}

func (s *Service) getThread(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showThread(w, r, http.StatusOK, threadView{Member: m})
}

func (s *Service) showThread(w http.ResponseWriter, r *http.Request, status int, v threadView) (err error) {
	ctx := r.Context()
	if v.Thread, err = s.ThreadFor(ctx, v.Member, r.PathValue("thread")); err != nil {
		return err
	}
	v.Lines = s.lines(r)
	if r.Header.Get("Sec-Purpose") == "" {
		s.Saw(v.Thread)
	}
	return web.Render(w, r, status, threadPage(v))
}

func (s *Service) postAnswer(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	text, thread := form.Text("text"), r.PathValue("thread")
	if err := s.Answer(r.Context(), m, thread, text); err != nil {
		if err := form.Accept(r.Context(), refusal(err)); err != nil {
			return err
		}
		return s.showThread(w, r, http.StatusUnprocessableEntity, threadView{Member: m, Text: text, Form: form})
	}
	return s.done(w, r, hall.Path(m.Group.Slug, "notes", thread), "Sent. You are not told whether it is read.")
}

func (s *Service) postTakeBack(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	thread := r.PathValue("thread")
	if err := s.TakeBack(r.Context(), m, thread, r.PathValue("word")); err != nil {
		return err
	}
	page := hall.Path(m.Group.Slug, "notes", thread)
	if _, err := s.ThreadFor(r.Context(), m, thread); fault.KindOf(err) == fault.NotFound {
		page = hall.Path(m.Group.Slug, "notes") // nothing is left of it
	}
	return s.done(w, r, page, "Taken back. It is gone for both of you.")
}

func (s *Service) postCard(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	page := hall.Path(m.Group.Slug, "notes", r.PathValue("thread"))
	answer := Answer(form.Line("answer"))
	if err := s.AnswerCard(r.Context(), m, r.PathValue("thread"), answer); err != nil {
		return s.told(w, r, err, page)
	}
	if answer == YesPlease {
		return s.done(w, r, page, "Thank you. They know that they may write to you.")
	}
	return s.done(w, r, page, "That is all right. The help lines stay here, for whenever you like.")
}

func (s *Service) postRefusal(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	page := hall.Path(m.Group.Slug, "notes", r.PathValue("thread"))
	refuse := form.Line("refuse") == "yes"
	if err := s.Refuse(r.Context(), m, r.PathValue("thread"), refuse); err != nil {
		return s.told(w, r, err, page)
	}
	if refuse {
		return s.done(w, r, page, "Done. What they write here does not reach you any more. They are not told.")
	}
	return s.done(w, r, page, "Done. What they write here reaches you again from now on.")
}

func (s *Service) postPutAway(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.PutAway(r.Context(), m, r.PathValue("thread")); err != nil {
		return err
	}
	return s.done(w, r, hall.Path(m.Group.Slug, "notes"), "Gone from here. The other side keeps what was said so far.")
}

// stewardsView is what the stewards and an author said to each other.
type stewardsView struct {
	CaseThread
	Text string
	Form *web.Form
}

// steward is the viewer, with the two keys that stewards act with.
func steward(r *http.Request) (account.Viewer, error) {
	v := account.ViewerFrom(r.Context())
	if v.HasPass(account.SetUp) {
		return v, fault.New(fault.Forbidden, "This needs a seat of your own, with two keys. The overview leads you to it.")
	}
	return v, v.May(account.RunSite)
}

func (s *Service) getStewards(w http.ResponseWriter, r *http.Request) error {
	return s.showStewards(w, r, http.StatusOK, stewardsView{})
}

func (s *Service) showStewards(w http.ResponseWriter, r *http.Request, status int, view stewardsView) error {
	v, err := steward(r)
	if err != nil {
		return err
	}
	if view.CaseThread, err = s.StewardsFor(r.Context(), v, r.PathValue("report")); err != nil {
		return s.told(w, r, err, "/admin/reports")
	}
	return web.Render(w, r, status, stewardsPage(view))
}

func (s *Service) postStewards(w http.ResponseWriter, r *http.Request) error {
	v, err := steward(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	text, report := form.Text("text"), r.PathValue("report")
	if err := s.StewardWrite(r.Context(), v, report, text); err != nil {
		if err := form.Accept(r.Context(), refusal(err)); err != nil {
			return err
		}
		return s.showStewards(w, r, http.StatusUnprocessableEntity, stewardsView{Text: text, Form: form})
	}
	return s.done(w, r, StewardsPath(report), "Sent. If they answer, every steward hears of it.")
}
