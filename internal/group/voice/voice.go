// Package voice is how a group decides about itself, so that nobody can capture
// it: members call votes that no leader can block, write their agreements
// together, divide when they have grown apart, and remember who has died.
//
// A proposal gathers voices for two weeks: three members of 30 days' standing
// with keys, whoever calls it among them, or all there are where the group has
// fewer. Then it becomes a ballot of a week. Nobody sees who called or seconded
// it, so that nobody has to fear for it. What a vote decides takes effect in the
// transaction that counts it.
//
// Tables: group_proposal, group_second, group_suggestion, group_comment,
// group_division, group_side, group_remembrance.
//
// Events: CandidateAsked, LeadAsked, Mourning.
//
// Routes: below /groups/{group}/votes, /agreements, /division, and
// /members/{persona}/remembered; /admin/remembered for stewards; see Routes.
package voice

import (
	"context"
	"embed"
	"strings"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	Events  *event.Bus
	Groups  *group.Service
	Ballots *ballot.Service
	Text    *richtext.Renderer
	Cookies web.Cookies
}

// Service is what members decide together, with its pages.
type Service struct {
	db      *db.DB
	clock   clock.Clock
	events  *event.Bus
	groups  *group.Service
	ballots *ballot.Service
	text    *richtext.Renderer
	cookies web.Cookies
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		db: o.DB, clock: o.Clock, events: o.Events, groups: o.Groups, ballots: o.Ballots, text: o.Text, cookies: o.Cookies,
	}
}

// CandidateAsked is emitted when somebody was proposed to lead: nothing is voted
// on before they agree.
type CandidateAsked struct{ Group, Proposal, Account string }

// LeadAsked is emitted when somebody was asked to lead the group that would
// come of dividing one.
type LeadAsked struct{ Group, Account string }

// Mourning is emitted when a steward has confirmed that a member died, or has
// taken it back.
type Mourning struct {
	Membership, By string
	Died           bool
}

// EndDue ends what has waited long enough, in every group: proposals without
// enough voices, votes about nobody who is still there, divisions whose day has
// come. The house calls it every few minutes.
func (s *Service) EndDue(ctx context.Context) error {
	for _, step := range []func(context.Context) error{s.endProposals, s.divideDue} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stir tells open pages of a group that something changed.
func (s *Service) stir(ctx context.Context, tx *db.Tx, groupID string) error {
	return s.events.Emit(ctx, tx, group.Stirred{Group: groupID})
}

// lineOf is what was typed on one line, between 1 and most characters long.
func lineOf(field, typed string, most int, missing i18n.Text) (string, error) {
	clean := strings.Join(strings.Fields(typed), " ")
	switch n := utf8.RuneCountInString(clean); {
	case n == 0:
		return "", fault.Field(field, missing)
	case n > most:
		return "", fault.Field(field, "Shorten this to {.Most} characters.", i18n.Args{"Most": most})
	}
	return clean, nil
}

// over is no error: what somebody wants to be over is.
func over(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
