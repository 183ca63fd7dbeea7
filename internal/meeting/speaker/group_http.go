package speaker

import (
	"context"
	"net/http"
	"strconv"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting/schedule"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

type hallPlace = ui.Place

// up leads back to the date, and to its speakers.
func (p place) up(ctx context.Context, all bool) []ui.Place {
	slug := p.Member.Group.Slug
	list := []ui.Place{{Label: i18n.T(ctx, "Meetings"), Href: schedule.Path(slug)}, {Label: p.Date.Meeting.Title, Href: schedule.Path(slug, p.Date.Key())}}
	if all {
		list = append(list, ui.Place{Label: i18n.T(ctx, "Guest speakers"), Href: p.path()})
	}
	return list
}

// allView is the speakers of a date.
type allView struct {
	place
	View
	Beside hall.Beside
}

func (s *Service) getAll(w http.ResponseWriter, r *http.Request) (err error) {
	v := allView{}
	if v.place, err = s.at(r); err != nil {
		return err
	}
	if v.View, err = s.ViewFor(r.Context(), v.Member, v.Date); err != nil {
		return err
	}
	if v.Beside, err = s.hall.Beside(r.Context(), v.Member); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, allPage(v))
}

// suggestView is the page on which somebody suggests a speaker.
type suggestView struct {
	place
	Who, Why string
	Form     *web.Form
}

func (s *Service) getSuggestion(w http.ResponseWriter, r *http.Request) error {
	p, err := s.at(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, suggestPage(suggestView{place: p}))
}

func (s *Service) postSuggestion(w http.ResponseWriter, r *http.Request) error {
	p, form, err := s.sent(r)
	if err != nil {
		return err
	}
	v := suggestView{place: p, Who: form.Line("who"), Why: form.Text("why"), Form: form}
	if err := s.Suggest(r.Context(), p.Member, p.Date.Key(), v.Who, v.Why); err != nil {
		if err := form.Accept(r.Context(), refusal("who", err)); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, suggestPage(v))
	}
	return s.done(w, r, p.path(), "Thank you. Those who lead the group can read it.")
}

func (s *Service) postSuggestionRemoval(w http.ResponseWriter, r *http.Request) error {
	p, err := s.at(r)
	if err != nil {
		return err
	}
	if err := s.DropSuggestion(r.Context(), p.Member, p.Date.Key(), r.PathValue("suggestion")); err != nil {
		return s.told(w, r, err, p.path())
	}
	return s.done(w, r, p.path(), "The suggestion is gone.")
}

// inviteView asks what somebody is invited to, or changes it.
type inviteView struct {
	place
	Draft   Draft
	Minutes string
	ID      string // of the speaker whose invitation is changed; "" for a new one
	Form    *web.Form
}

// plans is the page of somebody who plans meetings; for others there is none.
func (s *Service) plans(r *http.Request) (place, error) {
	p, err := s.at(r)
	if err == nil {
		err = p.Member.May(group.Schedule)
	}
	return p, err
}

func (s *Service) getInvite(w http.ResponseWriter, r *http.Request) error {
	p, err := s.plans(r)
	if err != nil {
		return err
	}
	if err := s.stillOn(p.Date); err != nil {
		return s.told(w, r, err, p.path())
	}
	return web.Render(w, r, http.StatusOK, invitePage(inviteView{place: p}))
}

func readDraft(form *web.Form) (d Draft, minutes string) {
	d = Draft{
		Label: form.Line("label"), Place: form.Line("place"), Shown: form.Ticked("shown"),
		Given: Given{Address: form.Ticked("address"), Link: form.Ticked("link"), Phone: form.Ticked("phone"), Code: form.Ticked("code")},
	}
	minutes = form.Line("minutes")
	if minutes != "" {
		n, err := strconv.Atoi(minutes)
		if d.Minutes = n; err != nil {
			d.Minutes = -1 // which is refused
		}
	}
	return d, minutes
}

// linkView is a link that was just made.
type linkView struct {
	place
	Link    string
	Speaker Speaker
}

// postInvite makes a link and shows it in its own answer, this once.
func (s *Service) postInvite(w http.ResponseWriter, r *http.Request) error {
	p, err := s.plans(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := inviteView{place: p, Form: form}
	v.Draft, v.Minutes = readDraft(form)
	one, token, err := s.Invite(r.Context(), p.Member, p.Date.Key(), v.Draft)
	if err != nil {
		if err := form.Accept(r.Context(), refusal("label", err)); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, invitePage(v))
	}
	return web.Render(w, r, http.StatusOK, linkPage(linkView{place: p, Link: s.address(token), Speaker: one}))
}

// address is the link of an invitation, as it is passed on.
func (s *Service) address(token string) string {
	return s.base.JoinPath(Path, "invitation", token).String()
}

func (s *Service) postRenewal(w http.ResponseWriter, r *http.Request) error {
	p, err := s.plans(r)
	if err != nil {
		return err
	}
	one, token, err := s.Renew(r.Context(), p.Member, p.Date.Key(), r.PathValue("speaker"))
	if err != nil {
		return s.told(w, r, err, p.path())
	}
	return web.Render(w, r, http.StatusOK, linkPage(linkView{place: p, Link: s.address(token), Speaker: one}))
}

// oneView is one speaker, with what members say to them.
type oneView struct {
	place
	Card
	Host   bool
	Said   Word // what was typed
	Form   *web.Form
	Beside hall.Beside
}

func (v oneView) here(parts ...string) string { return v.path(append([]string{v.ID}, parts...)...) }

func (s *Service) getOne(w http.ResponseWriter, r *http.Request) error {
	p, err := s.at(r)
	if err != nil {
		return err
	}
	return s.showOne(w, r, http.StatusOK, oneView{place: p})
}

func (s *Service) showOne(w http.ResponseWriter, r *http.Request, status int, v oneView) error {
	all, card, err := s.CardFor(r.Context(), v.Member, v.Date, r.PathValue("speaker"))
	if err != nil {
		return err
	}
	v.Card, v.Host = card, all.Host
	if v.Beside, err = s.hall.Beside(r.Context(), v.Member); err != nil {
		return err
	}
	return web.Render(w, r, status, onePage(v))
}

func (s *Service) getArrangement(w http.ResponseWriter, r *http.Request) error {
	p, err := s.at(r)
	if err != nil {
		return err
	}
	v, err := s.arrangement(r, p)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, invitePage(v))
}

// arrangement is an invitation as a host finds it.
func (s *Service) arrangement(r *http.Request, p place) (v inviteView, err error) {
	all, card, err := s.CardFor(r.Context(), p.Member, p.Date, r.PathValue("speaker"))
	if err == nil && !all.Host {
		err = fault.Missing()
	}
	v = inviteView{place: p, ID: card.ID, Draft: Draft{Label: card.Label, Given: card.Given, Minutes: card.Speaker.Minutes, Place: card.Place, Shown: card.Shown}}
	if card.Speaker.Minutes > 0 {
		v.Minutes = strconv.Itoa(card.Speaker.Minutes)
	}
	return v, err
}

func (s *Service) postArrangement(w http.ResponseWriter, r *http.Request) error {
	p, form, err := s.sent(r)
	if err != nil {
		return err
	}
	v, err := s.arrangement(r, p)
	if err != nil {
		return err
	}
	v.Draft, v.Minutes = readDraft(form)
	v.Form = form
	if err := s.Arrange(r.Context(), p.Member, p.Date.Key(), v.ID, v.Draft); err != nil {
		if err := form.Accept(r.Context(), refusal("place", err)); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, invitePage(v))
	}
	return s.done(w, r, p.path(v.ID), "Changed. The speaker sees it from now on.")
}

func (s *Service) getWithdrawal(w http.ResponseWriter, r *http.Request) error {
	p, err := s.plans(r)
	if err != nil {
		return err
	}
	all, card, err := s.CardFor(r.Context(), p.Member, p.Date, r.PathValue("speaker"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, withdrawPage(oneView{place: p, Card: card, Host: all.Host}))
}

func (s *Service) postWithdrawal(w http.ResponseWriter, r *http.Request) error {
	p, err := s.plans(r)
	if err != nil {
		return err
	}
	if err := s.Withdraw(r.Context(), p.Member, p.Date.Key(), r.PathValue("speaker")); err != nil {
		return s.told(w, r, err, p.path())
	}
	return s.done(w, r, p.path(), "Taken back. The link and the page are gone.")
}

func (s *Service) postHiding(w http.ResponseWriter, r *http.Request) error {
	p, form, err := s.sent(r)
	if err != nil {
		return err
	}
	hide := form.Line("hide") == "yes"
	if err := s.HidePage(r.Context(), p.Member, p.Date.Key(), r.PathValue("speaker"), hide); err != nil {
		return s.told(w, r, err, p.path())
	}
	if hide {
		return s.done(w, r, p.path(r.PathValue("speaker")), "Hidden. Only those who lead see the page now.")
	}
	return s.done(w, r, p.path(r.PathValue("speaker")), "Members see the page again.")
}

func (s *Service) postQuestion(w http.ResponseWriter, r *http.Request) error {
	return s.say(w, r, Question, "Your question is there. The speaker can read it.")
}

func (s *Service) postThanks(w http.ResponseWriter, r *http.Request) error {
	return s.say(w, r, Thanks, "Thank you. The speaker can read it.")
}

func (s *Service) say(w http.ResponseWriter, r *http.Request, kind Kind, done i18n.Text) error {
	p, form, err := s.sent(r)
	if err != nil {
		return err
	}
	said := Word{Kind: kind, Text: form.Text("text"), Named: form.Line("as") == "named", Keep: form.Ticked("keep")}
	if err := s.Say(r.Context(), p.Member, p.Date.Key(), r.PathValue("speaker"), said); err != nil {
		if err := form.Accept(r.Context(), refusal("text", err)); err != nil {
			return err
		}
		return s.showOne(w, r, http.StatusUnprocessableEntity, oneView{place: p, Said: said, Form: form})
	}
	return s.done(w, r, p.path(r.PathValue("speaker")), done)
}

// onWordPath is where one goes back to from a word: to its speaker, or to all.
func (s *Service) onWordPath(form *web.Form, p place) string {
	if speaker := form.Line("speaker"); speaker != "" {
		return p.path(speaker)
	}
	return p.path()
}

func (s *Service) postWordRemoval(w http.ResponseWriter, r *http.Request) error {
	p, form, err := s.sent(r)
	if err != nil {
		return err
	}
	back := s.onWordPath(form, p)
	if err := s.TakeBack(r.Context(), p.Member, p.Date.Key(), r.PathValue("word")); err != nil {
		return s.told(w, r, err, back)
	}
	return s.done(w, r, back, "Taken back. Nobody sees it any more.")
}

func (s *Service) postWordHiding(w http.ResponseWriter, r *http.Request) error {
	p, form, err := s.sent(r)
	if err != nil {
		return err
	}
	hide, back := form.Line("hide") == "yes", s.onWordPath(form, p)
	if err := s.HideWord(r.Context(), p.Member, p.Date.Key(), r.PathValue("word"), hide); err != nil {
		return s.told(w, r, err, back)
	}
	if hide {
		return s.done(w, r, back, "Hidden. The speaker does not see it any more.")
	}
	return s.done(w, r, back, "The speaker sees it again.")
}

func (s *Service) postAsked(w http.ResponseWriter, r *http.Request) error {
	p, form, err := s.sent(r)
	if err != nil {
		return err
	}
	asked, back := form.Line("asked") == "yes", s.onWordPath(form, p)
	if err := s.MarkAsked(r.Context(), p.Member, p.Date.Key(), r.PathValue("word"), asked); err != nil {
		return s.told(w, r, err, back)
	}
	return web.SeeOther(w, r, back)
}
