package sheet

import (
	"context"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// The bounds of what a group chooses.
const (
	ShareMost     = 30 // minutes
	AnsweringMost = 200
)

// shareUsual is how many minutes a share is, unless the group says otherwise.
const shareUsual = 3

// Setting is what a group chose for its meetings.
type Setting struct {
	Minutes   int    // of one share
	Answering string // what is said beside the queue about answers; "" for what the meeting says
}

// SettingFor is what the member's group chose.
func (s *Service) SettingFor(ctx context.Context, m group.Member) (set Setting, err error) {
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		set, err = settingIn(ctx, tx, m.Group.ID)
		return err
	})
	return set, err
}

func settingIn(ctx context.Context, tx *db.Tx, group string) (Setting, error) {
	r, err := settingOf(ctx, tx, group)
	if fault.KindOf(err) == fault.NotFound {
		return Setting{Minutes: shareUsual}, nil
	}
	return Setting{Minutes: int(r.minutes), Answering: r.answering}, err
}

// Choose changes it, on behalf of those who look after the group.
func (s *Service) Choose(ctx context.Context, m group.Member, set Setting) error {
	set.Answering = line(set.Answering)
	switch {
	case set.Minutes < 1 || set.Minutes > ShareMost:
		return fault.Field("minutes", "Choose between 1 and {.Most} minutes.", i18n.Args{"Most": ShareMost})
	case utf8.RuneCountInString(set.Answering) > AnsweringMost:
		return fault.Field("answering", "Shorten this to {.Most} characters.", i18n.Args{"Most": AnsweringMost})
	}
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Schedule); err != nil {
			return err
		}
		return writeSetting(ctx, tx, m.Group.ID, settingRow{int64(set.Minutes), set.Answering})
	})
}

// answering is what is said beside the queue: the group's own sentence, or one for
// what the meeting says about answers.
func (v View) answering(ctx context.Context) string {
	if v.Setting.Answering != "" {
		return v.Setting.Answering
	}
	return i18n.T(ctx, map[meeting.CrossTalk]i18n.Text{
		meeting.NoAnswers:  "Here nobody answers what was shared. We listen, and say thank you.",
		meeting.WhenAsked:  "Here we answer only if whoever shared asks for it.",
		meeting.Discussion: "Here we talk with each other. Ask before you give advice.",
	}[v.Date.Meeting.CrossTalk])
}
