package remind

import (
	"context"
	"strconv"
	"time"

	"handrail/internal/account"
	"handrail/internal/meeting"
	"handrail/internal/meeting/schedule"
	"handrail/internal/notify"
	"handrail/internal/platform/i18n"
)

// The kinds of notice. The target is the key of a date; the number of dates that
// were missed; the id of a meeting; or that of a group.
const (
	noticeReminder = "meeting.reminder"
	noticeLate     = "meeting.reminder-late"
	noticeMissed   = "meeting.reminders-missed"
	noticeRests    = "meeting.reminders-rest"
	noticeAllRest  = "meeting.reminders-all-rest"
	noticeNudge    = "meeting.nudge"
	noticeAsked    = "meeting.nudge-asked"
	noticeAgreed   = "meeting.nudge-agreed"
	noticeAnswered = "meeting.nudge-answered"
)

// kinds are those of this package. Outside, all of them say the same.
func (s *Service) kinds() []notify.Kind {
	const preview i18n.Text = "You have an update"
	settings := func(string) string { return SettingsPath }
	return []notify.Kind{
		{Name: noticeReminder, Level: notify.Normal, Args: s.dates, Say: "“{.Meeting}” in {.Group}. {.When}", Link: s.date, Preview: preview},
		{Name: noticeLate, Level: notify.Normal, Args: s.dates, Say: "This comes late. “{.Meeting}” in {.Group}. {.When}", Link: s.date, Preview: preview},
		{Name: noticeMissed, Level: notify.Normal, Args: s.numbers, Say: "We could not remind you in time of {.Meetings}. They are over now.", Link: settings, Preview: preview},
		{Name: noticeRests, Level: notify.Normal, Args: s.meetingNames, Say: "You did not need the last reminders of “{.Meeting}” in {.Group}, so they rest now. You can turn them on again whenever you like.", Link: settings, Preview: preview},
		{Name: noticeAllRest, Level: notify.Normal, Args: s.groupNames, Say: "You did not need the last reminders of the meetings in {.Group}, so they rest now. You can turn them on again whenever you like.", Link: settings, Preview: preview},
		{Name: noticeNudge, Level: notify.Normal, Args: s.groupNames, Say: "Somebody in {.Group} sends you a warm line.", Link: s.toNudges, Preview: preview},
		{Name: noticeAsked, Level: notify.Normal, Args: s.groupNames, Say: "Somebody in {.Group} asks whether you would nudge them. It is for you to say.", Link: s.toNudges, Preview: preview},
		{Name: noticeAgreed, Level: notify.Quiet, Args: s.groupNames, Say: "In {.Group}, somebody said yes: they nudge you, as you asked.", Link: s.toNudges},
		{Name: noticeAnswered, Level: notify.Quiet, Args: s.groupNames, Say: "In {.Group}, somebody answered your line.", Link: s.toNudges},
	}
}

// dates says of each date, to whoever may still read of it, when it begins as
// things are at the moment of reading.
func (s *Service) dates(ctx context.Context, v account.Viewer, keys []string) (map[string]i18n.Args, error) {
	heads, err := s.meetings.HeadsFor(ctx, v, keys)
	args := map[string]i18n.Args{}
	for key, h := range heads {
		args[key] = i18n.Args{"Meeting": h.Occurrence.Meeting.Title, "Group": h.Group.Name, "When": begins(ctx, h.Occurrence, s.clock.Now())}
	}
	return args, err
}

// begins says in a sentence when a date begins, or began.
func begins(ctx context.Context, o meeting.Occurrence, now time.Time) string {
	when := i18n.Args{"When": schedule.Says(ctx, o)}
	switch ago := now.Sub(o.Start); {
	case o.Standing == meeting.Cancelled:
		return i18n.T(ctx, "It is called off.")
	case o.IsOver(now):
		return i18n.T(ctx, "It is over. It was on {.When}.", when)
	case ago < time.Minute:
		return i18n.T(ctx, "It begins on {.When}.", when)
	default:
		return i18n.N(ctx, int(ago.Minutes()), "It began {.Count} minute ago.", "It began {.Count} minutes ago.")
	}
}

// numbers puts how many dates it is into words.
func (s *Service) numbers(ctx context.Context, _ account.Viewer, targets []string) (map[string]i18n.Args, error) {
	args := map[string]i18n.Args{}
	for _, target := range targets {
		n, err := strconv.Atoi(target)
		if err != nil {
			return nil, err
		}
		args[target] = i18n.Args{"Meetings": i18n.N(ctx, n, "{.Count} meeting", "{.Count} meetings")}
	}
	return args, nil
}

func (s *Service) meetingNames(ctx context.Context, v account.Viewer, ids []string) (map[string]i18n.Args, error) {
	heads, err := s.meetings.HeadsFor(ctx, v, ids)
	args := map[string]i18n.Args{}
	for id, h := range heads {
		args[id] = i18n.Args{"Meeting": h.Occurrence.Meeting.Title, "Group": h.Group.Name}
	}
	return args, err
}

func (s *Service) groupNames(ctx context.Context, v account.Viewer, groups []string) (map[string]i18n.Args, error) {
	names, err := s.groups.NamesFor(ctx, v, groups)
	args := map[string]i18n.Args{}
	for id, name := range names {
		args[id] = i18n.Args{"Group": name}
	}
	return args, err
}
