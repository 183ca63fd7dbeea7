package remind

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/meeting"
	"handrail/internal/platform/web"
)

// settingsView is the page of all one's reminders.
type settingsView struct {
	Places []Place
	Missed []meeting.Head // too late for a reminder, in the last days
}

func (s *Service) getSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := account.ViewerFrom(ctx)
	places, err := s.ListFor(ctx, v)
	if err != nil {
		return err
	}
	view := settingsView{Places: places}
	if view.Missed, err = s.MissedFor(ctx, v); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, settingsPage(view))
}

// postAll keeps a wish for all meetings of a group.
func (s *Service) postAll(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	m, err := s.memberOf(r.Context(), account.ViewerFrom(r.Context()), form.Line("group"))
	if err != nil {
		return err
	}
	if err := s.Choose(r.Context(), m, "", wish(form)); err != nil {
		return s.told(w, r, err, SettingsPath)
	}
	return s.done(w, r, SettingsPath, "Done. Nobody else sees that.")
}

func (s *Service) postOne(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.Change(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("reminder"), wish(form)); err != nil {
		return s.told(w, r, err, SettingsPath)
	}
	return s.done(w, r, SettingsPath, "Done. Nobody else sees that.")
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	if err := s.Forget(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("reminder")); err != nil {
		return s.told(w, r, err, SettingsPath)
	}
	return s.done(w, r, SettingsPath, "Taken away. You can ask for it again whenever you like.")
}
