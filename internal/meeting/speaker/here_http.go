package speaker

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// takeView is what somebody reads before they take a link.
type takeView struct {
	Visit
	Link  string
	Name  string
	Other bool // this browser holds another invitation, which ends here
	Form  *web.Form
}

func (s *Service) getLink(w http.ResponseWriter, r *http.Request) error {
	return s.showLink(w, r, http.StatusOK, takeView{})
}

func (s *Service) showLink(w http.ResponseWriter, r *http.Request, status int, v takeView) (err error) {
	v.Link = r.PathValue("link")
	if v.Visit, err = s.LinkFor(r.Context(), v.Link); err != nil {
		return err
	}
	if v.Form == nil {
		v.Name = v.Page.Name
	}
	viewer := account.ViewerFrom(r.Context())
	v.Other = viewer.HasPass(account.GuestSpeaker) && viewer.Target != v.ID
	return web.Render(w, r, status, takePage(v))
}

// postLink spends the link: this browser is the speaker's now.
func (s *Service) postLink(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	c := Coming{Name: form.Line("name"), Agrees: form.Ticked("agrees"), Kind: account.Kept, Device: account.DeviceName(r.UserAgent())}
	if form.Line("device") == "borrowed" {
		c.Kind = account.Shared
	}
	token, ends, err := s.Take(r.Context(), r.PathValue("link"), c)
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return s.showLink(w, r, http.StatusUnprocessableEntity, takeView{Name: c.Name, Form: form})
	}
	s.hold(w, token, c.Kind, ends)
	s.cookies.Flash(w, i18n.T(r.Context(), "Welcome. This is your page for that day."))
	return web.SeeOther(w, r, Path)
}

// hold has the browser keep a speaker's token: as long as the pass lasts, or until
// it is closed on a borrowed device.
func (s *Service) hold(w http.ResponseWriter, token string, kind account.Kind, ends time.Time) {
	ttl := ends.Sub(s.clock.Now())
	if kind == account.Shared {
		ttl = 0
	}
	s.cookies.Set(w, account.GuestCookie, token, ttl)
}

// hereView is what a speaker sees.
type hereView struct {
	Visit
	Draft Page
	Form  *web.Form
	Begun bool // thanks can be there
}

func (s *Service) here(r *http.Request) (v hereView, err error) {
	v.Visit, err = s.VisitFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return v, err
	}
	v.Draft = v.Page
	v.Begun = v.Date != nil && !s.clock.Now().Before(v.Date.Start)
	return v, nil
}

func (s *Service) getHere(w http.ResponseWriter, r *http.Request) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	kind, err := s.accounts.KindFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	s.hold(w, s.cookies.Get(r, account.GuestCookie), kind, v.Ends) // the date may have moved
	return web.Render(w, r, http.StatusOK, herePage(v))
}

func (s *Service) getPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	if v.IsOff() {
		return web.SeeOther(w, r, Path)
	}
	return web.Render(w, r, http.StatusOK, editPage(v))
}

func (s *Service) postPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.Draft = Page{Name: form.Line("name"), Pronouns: form.Line("pronouns"), About: form.Text("about"), Talk: form.Text("talk"), Ask: form.Text("ask")}
	if err := s.WritePage(r.Context(), account.ViewerFrom(r.Context()), v.Draft); err != nil {
		if f, expected := fault.From(err); expected && f.Kind == fault.Conflict && f.Field == "" {
			return s.done(w, r, Path, f.Say, f.Args)
		}
		v.Form = form
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	return s.done(w, r, Path, "Kept. Members of the group can read it now.")
}

func (s *Service) getEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, endPage(v))
}

// postEnd ends the visit. What is left is a page that says so.
func (s *Service) postEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	how := form.Line("page")
	if how != "delete" && how != "leave" {
		form.Wrong(r.Context(), "page", "Choose what becomes of your page.")
		v.Form = form
		return web.Render(w, r, http.StatusUnprocessableEntity, endPage(v))
	}
	if err := s.Finish(r.Context(), account.ViewerFrom(r.Context()), how == "delete"); err != nil {
		return err
	}
	s.cookies.Expire(w, account.GuestCookie)
	if how == "delete" {
		return s.done(w, r, "/", "Thank you for coming. Your page and your name are deleted.")
	}
	return s.done(w, r, "/", "Thank you for coming. Your page goes by itself when its time is over.")
}
