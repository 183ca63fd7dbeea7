package schedule

import (
	"context"
	"net/url"
	"strings"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// What one asks for in the forum before a meeting.
const (
	walkWith = "walk"
	lift     = "lift"
)

// OpeningField is the part of the address of a new topic that says what it is to
// begin with, as Opening reads it.
const OpeningField = "begin"

// openingPath is where one asks the group in its forum, with a title and words
// to begin with.
func openingPath(v dateView, what string) string {
	return hall.Path(v.group().Slug, "forum", "new") + "?" + url.Values{OpeningField: {what + "." + v.Date.Key()}}.Encode()
}

// Opening is the title and the words with which somebody asks their group before
// a meeting. of is what the address says; both are "" where it says nothing that
// the member can ask. The forum shows them in its form: nothing is posted.
func (p *Pages) Opening(ctx context.Context, m group.Member, of string) (title, text string, err error) {
	what, key, _ := strings.Cut(of, ".")
	if what != walkWith && what != lift {
		return "", "", nil
	}
	o, err := p.o.Meetings.DateFor(ctx, m, key)
	if err != nil {
		return "", "", err
	}
	args := i18n.Args{"Meeting": o.Meeting.Title, "When": i18n.DateTimeAndZone(ctx, o.Start, o.Zone()), "Day": i18n.ShortDate(ctx, o.Start, o.Zone())}
	if what == lift {
		return i18n.T(ctx, "A lift on {.Day}?", args),
			i18n.T(ctx, "I would like to come to “{.Meeting}” on {.When}. Could somebody give me a lift, or share the way?", args), nil
	}
	return i18n.T(ctx, "Who walks in with me on {.Day}?", args),
		i18n.T(ctx, "I would like to come to “{.Meeting}” on {.When}. Would somebody walk in with me? We could meet a few minutes before.", args), nil
}

// wayOn is where a leader gets what they lack for planning.
func (p page) wayOn(ctx context.Context) (href, label string) {
	switch v := p.Member.Viewer; {
	case v.May(account.Lead) == nil:
		return "", ""
	case v.Keys < 2:
		return "/settings/keys", i18n.T(ctx, "Add a key")
	}
	return seat.ProveFirst(ui.FrameFrom(ctx).Path), i18n.T(ctx, "Show my keys")
}

// dayOfDate and timeOfDate are a date in a list of dates alone.
func dayOfDate(ctx context.Context, o meeting.Occurrence) string {
	return i18n.Date(ctx, o.Start, toldOf(ctx, o).main)
}

func timeOfDate(ctx context.Context, o meeting.Occurrence) string {
	return i18n.TimeAndZone(ctx, o.Start, toldOf(ctx, o).main) + "."
}
