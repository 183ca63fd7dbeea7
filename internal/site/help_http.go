package site

import (
	"cmp"
	"net/http"
	"slices"

	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// getHelp shows whom to call, signed in or not. The choice of a country is a
// GET, so that the page can be kept for when there is no connection; the
// device remembers it when it was made here.
func (s *Service) getHelp(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	country := s.helpCountry(w, r)
	dangers, err := helplines.Dangers()
	if err != nil {
		return err
	}
	page := helplines.Arrange(s.shownLines(ctx), country)
	return web.Render(w, r, http.StatusOK, helpPage(helpView{Country: country, Countries: helplines.Countries(ctx), Page: page, Dangers: dangers}))
}

// helpCountry is the one asked for, else the one this device remembers, else
// the site's own.
func (s *Service) helpCountry(w http.ResponseWriter, r *http.Request) string {
	reading := s.present(r)
	asked := r.URL.Query().Get("country")
	if countryCode.MatchString(asked) {
		if asked != reading.Country && r.Header.Get("Sec-Purpose") == "" {
			reading.Country = asked
			s.remember(w, reading)
		}
		return asked
	}
	return cmp.Or(reading.Country, From(r.Context()).Country)
}

// LinesNear are the help lines to show beside something else, such as what
// somebody is writing: for the country that their device remembers, else for the
// site's. It asks the database at most once in ten seconds.
func (s *Service) LinesNear(r *http.Request) helplines.Page {
	return helplines.Arrange(s.nearLines(r.Context()), cmp.Or(s.present(r).Country, From(r.Context()).Country))
}

// helpView is what the help page shows.
type helpView struct {
	Country   string // as chosen; the page says which place the lines are for
	Countries []helplines.Country
	Page      helplines.Page
	Dangers   []helplines.Danger
}

// emergency is the first number to call in danger, as people there write it.
func (v helpView) emergency() string {
	for _, section := range v.Page.Sections {
		if section.Kind == helplines.Emergency {
			return section.Lines[0].Phone.Shown
		}
	}
	return "112"
}

func (v helpView) place() string {
	i := slices.IndexFunc(v.Countries, func(c helplines.Country) bool { return c.Code == v.Page.Place })
	if i < 0 {
		return ""
	}
	return v.Countries[i].Name
}

func (v helpView) count() int {
	ids := map[string]bool{}
	for _, section := range v.Page.Sections {
		for _, line := range section.Lines {
			ids[line.ID] = true
		}
	}
	return len(ids)
}
