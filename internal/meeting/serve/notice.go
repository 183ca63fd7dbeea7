package serve

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// The kinds of notice. The target of the first four is the id of a turn; that of
// the others is the key of a date.
const (
	toldSoon    = "meeting.serve-soon"
	toldEnds    = "meeting.serve-ends"
	toldWanted  = "meeting.serve-wanted"
	toldAsked   = "meeting.serve-asked"
	toldTaken   = "meeting.serve-taken"
	toldFreed   = "meeting.serve-freed"
	toldDropped = "meeting.serve-dropped"
	toldYes     = "meeting.serve-yes"
	toldNotNow  = "meeting.serve-not-now"
)

// turnPath is the short way to a turn, for what keeps only its id.
const turnPath = "/m/role/"

// Notices are the kinds of notice about serving. names names the dates of
// meetings to whoever may still read of them, and date leads to one.
func (s *Service) Notices(names func(ctx context.Context, v account.Viewer, keys []string) (map[string]i18n.Args, error), date func(key string) string) []notify.Kind {
	turn := func(id string) string { return turnPath + id }
	preview := i18n.Text("You have an update")
	of := func(name string, level notify.Level, say i18n.Text) notify.Kind {
		return notify.Kind{Name: name, Level: level, Args: s.turnNames, Say: say, Link: turn, Preview: preview}
	}
	on := func(name string, level notify.Level, say i18n.Text) notify.Kind {
		return notify.Kind{Name: name, Level: level, Args: names, Say: say, Link: date, Preview: preview}
	}
	return []notify.Kind{
		of(toldSoon, notify.Normal, "Soon you do this at “{.Meeting}” in {.Group}: {.Role}."),
		of(toldEnds, notify.Normal, "Your time with this at “{.Meeting}” in {.Group} ends soon: {.Role}. Would you go on, or hand it over?"),
		of(toldWanted, notify.Normal, "Somebody is wanted for what you have done before at “{.Meeting}” in {.Group}: {.Role}."),
		of(toldAsked, notify.Normal, "Would you do this at “{.Meeting}” in {.Group}: {.Role}? You can say yes, or not now."),
		on(toldTaken, notify.Normal, "Somebody does what you could not do at “{.Meeting}” in {.Group}."),
		on(toldFreed, notify.Normal, "A place that you had at “{.Meeting}” in {.Group} is free for others now."),
		on(toldDropped, notify.Normal, "What you would have done at “{.Meeting}” in {.Group} is not needed any more."),
		on(toldYes, notify.Quiet, "Somebody said yes to what you asked them for at “{.Meeting}” in {.Group}."),
		on(toldNotNow, notify.Quiet, "Somebody you asked cannot help right now at “{.Meeting}” in {.Group}."),
	}
}

// Head is what one reads of a turn without opening its page.
type Head struct {
	Member group.Member
	Turn   Turn
	Role   Role
	Date   meeting.Occurrence // the next one that it covers
}

// HeadFor is a turn for the viewer: their own, or one for which somebody is
// wanted. For everybody else there is none.
func (s *Service) HeadFor(ctx context.Context, v account.Viewer, turn string) (h Head, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if h.Turn, err = turnByID(ctx, tx, turn); err != nil {
			return err
		}
		h.Role, err = roleIn(ctx, tx, h.Turn.Meeting, h.Turn.Role)
		return err
	})
	if err != nil {
		return h, err
	}
	groupID, err := s.meetings.GroupOf(ctx, h.Turn.Meeting)
	if err != nil {
		return h, err
	}
	slug, err := s.groups.SlugFor(ctx, v, groupID)
	if err != nil {
		return h, err
	}
	if h.Member, err = s.groups.MemberFor(ctx, v, slug); err != nil {
		return h, err
	}
	if h.Turn.Membership != h.Member.Self.ID && h.Turn.State != Wanted {
		return h, fault.Missing()
	}
	h.Date, err = s.nextOf(ctx, h.Member, h.Turn)
	return h, err
}

// nextOf is the first date of a turn that is not over.
func (s *Service) nextOf(ctx context.Context, m group.Member, t Turn) (meeting.Occurrence, error) {
	now := s.clock.Now()
	dates, err := s.meetings.DatesFor(ctx, m, t.Meeting, now, now.AddDate(0, 0, farAhead))
	if err != nil {
		return meeting.Occurrence{}, err
	}
	for _, o := range dates {
		if t.Covers(o.Slot) && o.Standing != meeting.Cancelled {
			return o, nil
		}
	}
	return meeting.Occurrence{}, fault.Missing()
}

// turnNames names turns to whoever may still read of them.
func (s *Service) turnNames(ctx context.Context, v account.Viewer, ids []string) (map[string]i18n.Args, error) {
	args := map[string]i18n.Args{}
	for _, id := range ids {
		h, err := s.HeadFor(ctx, v, id)
		if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Forbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		args[id] = i18n.Args{"Role": h.Role.Says(ctx, h.Member.Group.Words), "Meeting": h.Date.Meeting.Title, "Group": h.Member.Group.Name}
	}
	return args, nil
}
