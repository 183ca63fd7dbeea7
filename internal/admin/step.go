package admin

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"handrail/internal/platform/i18n"
	"handrail/internal/site"
	"handrail/internal/site/helplines"
)

// step is one thing that makes an installation ready for people.
type step struct {
	Done bool
	Left i18n.Text // what is to be done
	Why  i18n.Text
	With i18n.Args // what fills Why
	Href string    // where it is done; "" when that is not on any page
	Did  i18n.Text // what to say once it is done
}

// steps are the things that make this installation ready, in the order in which
// they are best done.
func (s *Service) steps(ctx context.Context) ([]step, error) {
	current := site.From(ctx)
	confirmed, err := s.hasConfirmedLine(ctx, current)
	if err != nil {
		return nil, err
	}
	offered, err := s.offersKey(current)
	if err != nil {
		return nil, err
	}
	founded, err := s.accounts.HasSteward(ctx)
	if err != nil {
		return nil, err
	}
	list := []step{{
		Done: current.SetUp, Left: "Answer the first questions", Why: "They open the doors. Every answer can be changed later.",
		Href: "/set-up", Did: "The first questions are answered.",
	}}
	if offered {
		list = append(list, step{
			Done: current.KeyKept, Left: "Keep the server's key", Why: "A backup cannot be opened without it. Put it somewhere away from this machine.",
			Href: "/set-up/key", Did: "The server's key is kept in a safe place.",
		})
	}
	return append(list, step{
		Done: founded, Left: "Make your own seat, with two keys", Why: "This link works for a day at most. A seat of your own stays, and lets you look after the others.",
		Href: "/set-up/steward", Did: "A steward has a seat with two keys.",
	}, step{
		Done: confirmed, Left: "Confirm a help line", Why: "No number for your country is confirmed yet. Ring one, then say that it is right.",
		Href: "/admin/help-lines", Did: "A help line for your country is confirmed.",
	}, step{
		Done: current.Operator != "" && current.Contact != "", Left: "Say who runs this place", Why: "People want to know whose house they are in, and how to reach you.",
		Href: "/admin/site", Did: "People can see who runs this place, and how to reach you.",
	}, step{
		Done: current.Welcome != "", Left: "Write a word of welcome", Why: "It is the first thing that a newcomer reads.",
		Href: "/admin/site", Did: "There is a word of welcome.",
	}, step{
		Done: s.cookies.Secure, Left: "Give it a safe address", Why: "Without https, only this machine can open it. Start it with {.Domain} and its name. Behind a proxy, use {.Base}.",
		With: i18n.Args{"Domain": "--domain", "Base": "--base-url"}, Did: "People reach this place over a safe line (https).",
	}), nil
}

// hasConfirmedLine tells whether people in the site's country see a number,
// other than that of the police and the ambulance, that somebody has checked.
func (s *Service) hasConfirmedLine(ctx context.Context, current site.Site) (bool, error) {
	lines, err := s.site.Lines(ctx)
	if err != nil {
		return false, err
	}
	place := helplines.Place(current.Country)
	return slices.ContainsFunc(lines, func(l helplines.Line) bool {
		return l.Country == place && l.On && l.CheckedOn != "" && l.Kind != helplines.Emergency
	}), nil
}

// offersKey tells whether keeping the server's key is a step at all: where it
// comes from elsewhere, there is no page that shows it.
func (s *Service) offersKey(current site.Site) (bool, error) {
	if s.serverKey == "" || !current.SetUp {
		return false, nil
	}
	_, err := os.Stat(s.serverKey)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
