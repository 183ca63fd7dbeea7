package inside

import (
	"net/http"
	"net/url"
	"strings"

	"handrail/internal/group"
	"handrail/internal/platform/web"
)

// membersView is a part of the list of people, by name.
type membersView struct {
	page
	Search   string
	After    string // where this part begins, or "" for the first
	Next     string // where the next one does, or "" for the last
	List     []group.Persona
	Arrivals []group.Arrival
}

// nextPath is the address of the next part of the list.
func (v membersView) nextPath() string {
	query := url.Values{"after": {v.Next}}
	if v.Search != "" {
		query.Set("q", v.Search)
	}
	return v.path("members") + "?" + query.Encode()
}

func (p *Pages) getMembers(w http.ResponseWriter, r *http.Request) error {
	at, err := p.enter(r)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	v := membersView{page: at, Search: strings.Join(strings.Fields(query.Get("q")), " "), After: query.Get("after")}
	if v.List, v.Next, err = p.groups.MembersFor(r.Context(), at.Member, v.Search, v.After); err != nil {
		return err
	}
	if at.Member.Can(group.Welcome) && v.Search == "" && v.After == "" {
		if v.Arrivals, err = p.groups.ArrivalsFor(r.Context(), at.Member); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, membersPage(v))
}
