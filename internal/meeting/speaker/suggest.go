package speaker

import (
	"context"
	"strings"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// Suggestion is somebody whom a member would like to hear.
type Suggestion struct {
	ID   string
	Who  string
	Why  string
	By   group.Persona
	Mine bool
}

// Suggest tells those who lead whom the member would like to hear at a meeting.
func (s *Service) Suggest(ctx context.Context, m group.Member, key, who, why string) error {
	who, why = strings.TrimSpace(who), strings.TrimSpace(why)
	switch {
	case who == "":
		return fault.Field("who", "Say whom you would like to hear, in your own words.")
	case utf8.RuneCountInString(who) > WhoMost:
		return tooLong("who", WhoMost)
	case utf8.RuneCountInString(why) > WhyMost:
		return tooLong("why", WhyMost)
	}
	if err := m.May(group.Share); err != nil {
		return err // before a key is made for it
	}
	r, err := s.lockedSuggestion(ctx, m.Viewer.Account, who, why)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Share)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		n, err := countSuggestions(ctx, tx, o.Meeting.ID, m.Self.ID)
		if err != nil {
			return err
		}
		if n >= suggestionsMost {
			return fault.Field("who", "You suggested {.Most} speakers. Take one back to suggest another.", map[string]any{"Most": suggestionsMost})
		}
		r.Meeting, r.by = o.Meeting.ID, m.Self.ID
		if err := insertSuggestion(ctx, tx, r); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Suggested{Group: m.Group.ID, Meeting: o.Meeting.ID})
	})
}

// lockedSuggestion is a suggestion as it is kept.
func (s *Service) lockedSuggestion(ctx context.Context, writer, who, why string) (r suggestionRow, err error) {
	r.ID = id.Random()
	if r.whom, err = s.lock(ctx, writer, who, aboutWhom(r.ID)); err != nil {
		return r, err
	}
	r.reason, err = s.lock(ctx, writer, why, aboutReason(r.ID))
	return r, err
}

// DropSuggestion deletes a suggestion: the member's own, or any for those who
// plan meetings.
func (s *Service) DropSuggestion(ctx context.Context, m group.Member, key, suggestion string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		one, err := suggestionByID(ctx, tx, suggestion)
		if err != nil {
			return err
		}
		if one.Meeting != o.Meeting.ID || one.by != m.Self.ID && !m.Can(group.Schedule) {
			return fault.Missing()
		}
		return deleteSuggestion(ctx, tx, suggestion)
	})
}

// suggestions are those that the member may see: all for those who lead, and else
// their own.
func (s *Service) suggestions(ctx context.Context, tx *db.Tx, m group.Member, meeting string) (list []Suggestion, err error) {
	rows, err := suggestionsOf(ctx, tx, meeting)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, r := range rows {
		people = append(people, r.by)
	}
	faces, err := s.groups.FacesIn(ctx, tx, m, people)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		mine := r.by == m.Self.ID
		if !mine && (!m.Self.Role.Leads() || faces[r.by].Former) {
			continue
		}
		who, why, there, err := s.openedSuggestion(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		if !there && mine {
			who, there = i18n.T(ctx, lost), true
		}
		if there {
			list = append(list, Suggestion{ID: r.ID, Who: who, Why: why, By: faces[r.by], Mine: mine})
		}
	}
	return list, nil
}
