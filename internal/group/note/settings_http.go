package note

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// SettingsPath is the page on which a reader chooses.
const SettingsPath = "/settings/content-notes"

var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	saveLimit = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + SettingsPath, Audience: web.Accounts, Limit: pageLimit, Handler: s.getChoices},
		{Pattern: "POST " + SettingsPath, Audience: web.Accounts, Limit: saveLimit, Handler: s.postChoices},
	}
}

func (s *Service) getChoices(w http.ResponseWriter, r *http.Request) error {
	kinds, err := s.Kinds(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, choicesPage(kinds, ChoicesOf(account.ViewerFrom(r.Context()))))
}

// postChoices keeps what was chosen for the kinds that were asked about; what
// stewards took out of use meanwhile is among them.
func (s *Service) postChoices(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	all, err := s.all(r.Context())
	if err != nil {
		return err
	}
	chosen := map[string]Choice{}
	for _, k := range all {
		if one := form.Line(choiceField(k)); one != "" {
			chosen[k.ID] = Choice(one)
		}
	}
	if err := s.Choose(r.Context(), account.ViewerFrom(r.Context()), chosen); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(r.Context(), "Changed."))
	return web.SeeOther(w, r, SettingsPath)
}

// choiceField is the name of the field about a kind.
func choiceField(k Kind) string { return "note-" + k.ID }
