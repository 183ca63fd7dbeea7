package lead

import (
	"net/http"
	"slices"

	"handrail/internal/account/seat"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// move is one thing that leaders may do with their whole group.
type move struct {
	name  string // the last part of its address
	label i18n.Text
	asks  i18n.Text // the heading of the page that asks first
	does  i18n.Text
	done  i18n.Text
	act   group.Act
	from  []group.State
	to    group.State
	harsh bool
}

func moves() []move {
	return []move{
		{
			name: "return", label: "Open the group again", asks: "Open the group again?",
			does: "People can write again, and join as your settings say. Those who wait for a place are offered the free ones.",
			done: "The group is open again.", act: group.Archive, from: []group.State{group.Paused, group.Archived}, to: group.Open,
		},
		{
			name: "pause", label: "Pause the group", asks: "Pause the group?",
			does: "Nobody joins and nobody writes. Members can read everything. You can end the pause at any time.",
			done: "The group takes a pause. Everybody sees that it does.", act: group.Pause, from: []group.State{group.Open}, to: group.Paused,
		},
		{
			name: "archive", label: "End the group", asks: "End the group?",
			does: "It is not listed any more. Nobody writes or joins. Members can still read what was said, and take their words away. You can open it again.",
			done: "The group is over. Its members can read what was said.", act: group.Archive, from: []group.State{group.Open, group.Paused}, to: group.Archived, harsh: true,
		},
	}
}

func (m move) weight() ui.Weight {
	if m.harsh {
		return ui.Risk
	}
	return ui.Do
}

// movesFrom are those that are possible in a state.
func movesFrom(s group.State) []move {
	return slices.DeleteFunc(moves(), func(m move) bool { return !slices.Contains(m.from, s) })
}

func (p *Pages) getState(w http.ResponseWriter, r *http.Request) error {
	v, err := p.leader(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, statePage(v))
}

func (p *Pages) moveOf(r *http.Request) (page, move, error) {
	v, err := p.leader(r)
	if err != nil {
		return v, move{}, err
	}
	all := moves()
	at := slices.IndexFunc(all, func(m move) bool { return m.name == r.PathValue("move") })
	if at < 0 {
		return v, move{}, fault.Missing()
	}
	return v, all[at], nil
}

func (p *Pages) getMove(w http.ResponseWriter, r *http.Request) error {
	v, m, err := p.moveOf(r)
	if err != nil {
		return err
	}
	if !slices.Contains(m.from, v.group().State) {
		return web.SeeOther(w, r, v.here("state")) // somebody was quicker, or it is an old tab
	}
	if m.harsh && p.mustProve(v) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	return web.Render(w, r, http.StatusOK, movePage(v, m))
}

func (p *Pages) postMove(w http.ResponseWriter, r *http.Request) error {
	v, m, err := p.moveOf(r)
	if err != nil {
		return err
	}
	if m.harsh && p.mustProve(v) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	if err := p.groups.Move(r.Context(), v.Member, m.to); err != nil {
		return err
	}
	return p.done(w, r, v.here("state"), m.done)
}
