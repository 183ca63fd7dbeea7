package site

import (
	"encoding/json"
	"fmt"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

func (s *Service) getFront(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, frontPage(From(r.Context())))
}

func (s *Service) getSafety(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, safetyPage())
}

func (s *Service) getPrivacy(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, privacyPage(keptBy(s.tables)))
}

func (s *Service) getAccessibility(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, accessibilityPage(From(r.Context())))
}

func (s *Service) getAbout(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, aboutPage(From(r.Context())))
}

// getOffline is kept by the service worker for when there is no connection.
func (s *Service) getOffline(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, offlinePage())
}

func (s *Service) getVisit(w http.ResponseWriter, r *http.Request) error {
	session, err := s.accounts.SessionFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, visitPage(session))
}

// postVisitEnd signs out on this device.
func (s *Service) postVisitEnd(w http.ResponseWriter, r *http.Request) error {
	if err := s.accounts.End(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	s.cookies.Expire(w, account.Cookie)
	return web.SeeOther(w, r, "/")
}

// getManifest makes the site an app that can be put on a home screen, under the
// site's own name and nothing that tells what it is.
func (s *Service) getManifest(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	asset := ui.FrameFrom(ctx).Asset
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	return json.NewEncoder(w).Encode(map[string]any{
		"id": "/", "start_url": "/", "scope": "/", "display": "standalone",
		"name": From(ctx).Name, "short_name": From(ctx).Name, "lang": i18n.From(ctx).Lang(), "dir": i18n.From(ctx).Dir(),
		"background_color": "#faf5ea", "theme_color": "#faf5ea",
		"icons": []icon{
			{asset("icon.svg"), "any", "image/svg+xml", ""},
			{asset("icon-192.png"), "192x192", "image/png", ""},
			{asset("icon-512.png"), "512x512", "image/png", ""},
			{asset("icon-maskable-512.png"), "512x512", "image/png", "maskable"},
		},
	})
}

// getRobots keeps search engines to the pages that help anybody.
func getRobots(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := fmt.Fprint(w, "User-agent: *\nAllow: /$\nAllow: /help\nDisallow: /\n")
	return err
}
