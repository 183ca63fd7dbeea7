package site

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/web"
)

// ExitPath leaves; BlandPath is where it leads unless another place was named.
const (
	ExitPath  = "/exit"
	BlandPath = "/month"
	// ReturnPath comes back on purpose.
	ReturnPath = "/exit/return"
)

// awayCookie says that somebody just left quickly. Until they come back by
// themselves, going back in the browser shows the bland page and nothing else.
const (
	awayCookie = "away"
	awayFor    = 15 * time.Minute
)

// exitTo is where leaving leads: what the operator named, what a steward chose,
// or our own bland page.
func (s *Service) exitDestination(site Site) string {
	switch {
	case s.exitTo != "":
		return s.exitTo
	case site.ExitTo != "":
		return site.ExitTo
	}
	return BlandPath
}

// postExit ends the session, clears what the browser kept, and answers with a
// page that leaves. It works when the records cannot be reached: the browser
// forgets its key all the same.
func (s *Service) postExit(w http.ResponseWriter, r *http.Request) error {
	s.forget(w)
	guest, err := s.accounts.Find(r.Context(), s.cookies.Get(r, account.GuestCookie))
	if err = errors.Join(err, s.accounts.End(r.Context(), guest), s.accounts.End(r.Context(), account.ViewerFrom(r.Context()))); err != nil {
		s.log.Warn("left, but the session is still in the records", "error", err)
	}
	return web.Render(w, r, http.StatusOK, exitPage(s.exitDestination(From(r.Context()))))
}

// forget takes back every cookie of ours, and leaves the one that says away.
func (s *Service) forget(w http.ResponseWriter) {
	for _, name := range []string{account.Cookie, account.GuestCookie, readingCookie, "flash", "saved"} {
		s.cookies.Expire(w, name)
	}
	s.cookies.Set(w, awayCookie, "1", awayFor)
}

// getExit is the plain link. A GET changes nothing in the records; it makes the
// browser forget its key, and only where the link was one of ours or was typed,
// so that no other site can sign anybody out.
func (s *Service) getExit(w http.ResponseWriter, r *http.Request) error {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		s.forget(w)
	}
	return web.Render(w, r, http.StatusOK, exitPage(s.exitDestination(From(r.Context()))))
}

// Divert sends somebody who goes back, after leaving quickly, to the bland page.
// Whoever types the address, or follows a link from elsewhere, has come back by
// themselves: the browser then forgets that they were away.
func (s *Service) Divert(w http.ResponseWriter, r *http.Request) string {
	if s.cookies.Get(r, awayCookie) == "" || r.URL.Path == BlandPath || r.URL.Path == ExitPath || r.URL.Path == ReturnPath {
		return ""
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin":
		if r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Dest") == "document" {
			return BlandPath
		}
	case "none":
		// Typed just now, or gone back to a page that was typed: only the
		// browser knows, so the calendar asks it.
		if r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Dest") == "document" && r.URL.Path != ReturnPath {
			return BlandPath + "?" + url.Values{"on": {r.URL.RequestURI()}}.Encode()
		}
	case "cross-site":
		s.cookies.Expire(w, awayCookie)
	}
	return ""
}

// getReturn ends being away, and leads to where somebody wanted to come back to.
func (s *Service) getReturn(w http.ResponseWriter, r *http.Request) error {
	if r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		s.cookies.Expire(w, awayCookie)
	}
	to := r.URL.Query().Get("to")
	if !web.IsOwnPath(to) {
		to = "/"
	}
	return web.SeeOther(w, r, to)
}

func onward(r *http.Request) string {
	if on := r.URL.Query().Get("on"); web.IsOwnPath(on) {
		return ReturnPath + "?" + url.Values{"to": {on}}.Encode()
	}
	return ""
}

// getBland is a page that tells nothing: a calendar of this month.
func (s *Service) getBland(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, blandPage(monthOf(s.clock.Now()), onward(r)))
}
