package site

import (
	"context"
	"net/http"
	"os"
	"strings"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// getLink shows what the one-time link is for. Opening it changes nothing: a
// chat program that looks ahead, or a second tab, does not spend it.
func (s *Service) getLink(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.accounts.Waiting(r.Context(), account.SetUp, r.PathValue("link")); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, linkPage(r.PathValue("link")))
}

// postLink spends the link: this browser now looks after the installation.
func (s *Service) postLink(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	kind := account.Kept
	if form.Line("device") == "borrowed" {
		kind = account.Shared
	}
	_, token, err := s.accounts.Take(r.Context(), account.SetUp, r.PathValue("link"), kind, account.DeviceName(r.UserAgent()))
	if err != nil {
		return err
	}
	s.cookies.Set(w, account.Cookie, token, kind.CookieTTL())
	if From(r.Context()).SetUp {
		return web.SeeOther(w, r, foundingPath)
	}
	return web.SeeOther(w, r, "/set-up")
}

func (s *Service) getSetUp(w http.ResponseWriter, r *http.Request) error {
	current, err := s.Get(r.Context())
	if err != nil {
		return err
	}
	if current.SetUp {
		return web.SeeOther(w, r, "/admin/site")
	}
	if current.Zone == "UTC" {
		current.Registration = OpenToAll
		current.Language = i18n.From(r.Context()).Lang()
	}
	return web.Render(w, r, http.StatusOK, setUpPage(s.settings(r.Context(), current, nil)))
}

// postSetUp finishes set-up and gives this browser a new token: from here on it
// has other rights.
func (s *Service) postSetUp(w http.ResponseWriter, r *http.Request) error {
	viewer := account.ViewerFrom(r.Context())
	next, form, err := s.read(r)
	if err != nil {
		return err
	}
	if err := s.Change(r.Context(), viewer, next); err != nil {
		return s.again(w, r, next, form, err, setUpPage)
	}
	token, err := s.accounts.Rotate(r.Context(), viewer)
	if err != nil {
		return err
	}
	session, err := s.accounts.SessionFor(r.Context(), viewer)
	if err != nil {
		return err
	}
	s.cookies.Set(w, account.Cookie, token, session.Kind.CookieTTL())
	if _, err := s.keyToKeep(r.Context()); fault.KindOf(err) == fault.NotFound {
		return web.SeeOther(w, r, afterKey(viewer))
	}
	return web.SeeOther(w, r, "/set-up/key")
}

// afterKey is what comes once the key is kept, or put off: whoever is here by
// the link alone makes a seat of their own.
func afterKey(v account.Viewer) string {
	if v.HasPass(account.SetUp) {
		return foundingPath
	}
	return "/admin"
}

// getKey offers the server's key once, to be kept away from this machine.
func (s *Service) getKey(w http.ResponseWriter, r *http.Request) error {
	key, err := s.keyToKeep(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, keyPage(key, afterKey(account.ViewerFrom(r.Context())), nil))
}

func (s *Service) postKey(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key, err := s.keyToKeep(r.Context())
	if err != nil {
		return err
	}
	if !form.Ticked("kept") {
		form.Wrong(r.Context(), "kept", "Tick this once you have put the key somewhere safe. You can also do it later.")
		return web.Render(w, r, http.StatusUnprocessableEntity, keyPage(key, afterKey(account.ViewerFrom(r.Context())), form))
	}
	if err := s.KeepKey(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(r.Context(), "Good. The key is not shown here again."))
	return web.SeeOther(w, r, afterKey(account.ViewerFrom(r.Context())))
}

// keyToKeep is the server's key as text. Once a steward has kept it, or where
// it comes from elsewhere, there is no such page.
func (s *Service) keyToKeep(ctx context.Context) (string, error) {
	current, err := s.Get(ctx)
	if err != nil {
		return "", err
	}
	if current.KeyKept || s.serverKey == "" || !current.SetUp {
		return "", fault.Missing()
	}
	text, err := os.ReadFile(s.serverKey)
	if os.IsNotExist(err) {
		return "", fault.Missing()
	}
	return strings.TrimSpace(string(text)), err
}

func (s *Service) getSite(w http.ResponseWriter, r *http.Request) error {
	current, err := s.Get(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, sitePage(s.settings(r.Context(), current, nil)))
}

func (s *Service) postSite(w http.ResponseWriter, r *http.Request) error {
	next, form, err := s.read(r)
	if err != nil {
		return err
	}
	if err := s.Change(r.Context(), account.ViewerFrom(r.Context()), next); err != nil {
		return s.again(w, r, next, form, err, sitePage)
	}
	s.cookies.Flash(w, i18n.T(r.Context(), "Changed. Everybody sees it from now on."))
	return web.SeeOther(w, r, "/admin/site")
}
