package schedule

import (
	"net/http"

	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

func (p *Pages) postComing(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.Typed = meeting.Coming{Way: meeting.Way(form.Line("way")), Shown: meeting.Shown(form.Line("shown")), Seat: form.Ticked("seat")}
	err = p.o.Meetings.Come(r.Context(), v.Member, v.Date.Key(), v.Typed)
	if err == nil {
		return p.done(w, r, v.here(), "You said that you come. You can take it back at any time.")
	}
	if err := accept(r, form, err); err != nil {
		return err
	}
	v.Form = form
	return p.showDate(w, r, http.StatusUnprocessableEntity, v)
}

// accept takes what could not be done as a mistake of the form, at its field or
// over the whole of it. What does not exist stays so, and a fault of ours goes
// up.
func accept(r *http.Request, form *web.Form, err error) error {
	f, ok := fault.From(err)
	if !ok || f.Kind == fault.NotFound || f.Kind == fault.SignIn || f.Kind == fault.Internal {
		return err
	}
	form.Wrong(r.Context(), f.Field, f.Say, f.Args)
	return nil
}

func (p *Pages) postStaying(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	if err := p.o.Meetings.Stay(r.Context(), v.Member, v.Date.Key()); err != nil {
		return err
	}
	return p.done(w, r, v.here(), "It is taken back. You are welcome another time.")
}

// postSeat keeps a seat for somebody, or gives it back.
func (p *Pages) postSeat(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	keep := form.Line("keep") == "yes"
	if err := p.o.Meetings.KeepSeat(r.Context(), v.Member, v.Date.Key(), r.PathValue("membership"), keep); err != nil {
		return err
	}
	if keep {
		return p.done(w, r, v.here(), "You keep a seat for them. They read it on this page, and are told.")
	}
	return p.done(w, r, v.here(), "The seat is given back. Another greeter can keep one for them.")
}
