package schedule

import (
	"net/http"

	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// placeView is who asked where a meeting is.
type placeView struct {
	dateView
	Askings []meeting.Asking
}

func askedSays(a meeting.Asked) i18n.Text {
	switch a {
	case meeting.Told:
		return "They can read where it is."
	case meeting.NotNow:
		return "They were told that it cannot be told for now."
	}
	return "Waits for an answer."
}

// getPlace is for those who look after the group. For others it does not exist.
func (p *Pages) getPlace(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	if !v.leads() {
		return fault.Missing()
	}
	list, err := p.o.Meetings.AskingsFor(r.Context(), v.Member, v.Date)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, placePage(placeView{dateView: v, Askings: list}))
}

func (p *Pages) postPlace(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	if err := p.o.Meetings.AskPlace(r.Context(), v.Member, v.Date.Meeting.ID); err != nil {
		return err
	}
	return p.done(w, r, v.here(), "You asked where it is. The answer will stand on this page.")
}

func (p *Pages) postPlaceWithdrawal(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	if err := p.o.Meetings.TakeBackAsking(r.Context(), v.Member, v.Date.Meeting.ID); err != nil {
		return err
	}
	return p.done(w, r, v.here(), "It is taken back. Nobody sees that you asked.")
}

// postPlaceAnswer is the answer to somebody who asked.
func (p *Pages) postPlaceAnswer(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	yes := form.Line("answer") == "yes"
	if err := p.o.Meetings.AnswerPlace(r.Context(), v.Member, v.Date.Key(), r.PathValue("membership"), yes); err != nil {
		return err
	}
	if yes {
		return p.done(w, r, v.here("place"), "They can read now where it is, and are told so.")
	}
	return p.done(w, r, v.here("place"), "They are told that it cannot be told for now.")
}
