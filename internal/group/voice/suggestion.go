package voice

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/richtext"
)

// SuggestionState is how far a suggested text is.
type SuggestionState string

// The states.
const (
	Suggested  SuggestionState = "open"
	Adopted    SuggestionState = "adopted"
	TurnedDown SuggestionState = "refused"
	Withdrawn  SuggestionState = "withdrawn"
)

// The bounds of suggestions.
const (
	WhyMost         = 500 // characters
	suggestedAtOnce = 3   // by one member
	commentsAtMost  = 500 // on one suggestion
)

// Suggestion is another text for the agreements, as one member sees it.
type Suggestion struct {
	ID       string
	By       group.Persona
	Version  int64 // of the agreements that it was written from
	Source   string
	HTML     string // safe
	Why      string
	State    SuggestionState
	Made     time.Time
	Own      bool
	Proposal string // the proposal or vote about it that is open, or ""
	Comments []Comment
	Now      group.Agreement // the present agreements
}

// Comment is what somebody said about a suggestion.
type Comment struct {
	ID   string
	By   group.Persona
	HTML string // safe
	Made time.Time
	Own  bool
}

// Suggest offers another text for the agreements.
func (s *Service) Suggest(ctx context.Context, m group.Member, text, why string) (string, error) {
	body, err := s.groups.RenderAgreement(ctx, text)
	if err != nil {
		return "", err
	}
	if why, err = lineOf("why", why, WhyMost, "Say why, in a sentence or two."); err != nil {
		return "", err
	}
	row := suggestionRow{ID: id.New(s.clock), Group: m.Group.ID, By: m.Self.ID, Source: body.Source, HTML: body.HTML, Rendered: int64(body.Version),
		Why: why, State: Suggested, MadeAt: clock.Millis(s.clock.Now())}
	return row.ID, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.SuggestTerms)
		if err != nil {
			return err
		}
		now, err := s.groups.AgreementIn(ctx, tx, m.Group)
		if err != nil {
			return err
		}
		if now.Source == body.Source {
			return fault.Field("text", "This is the text as it is now. Change something first.")
		}
		open, err := suggestionsBy(ctx, tx, m.Group.ID, m.Self.ID)
		if err != nil {
			return err
		}
		if open >= suggestedAtOnce {
			return fault.New(fault.Conflict, "You have {.Count} suggestions waiting. Take one back first.", map[string]any{"Count": open})
		}
		row.Version = now.Version
		if err := insertSuggestion(ctx, tx, row); err != nil {
			return err
		}
		return s.said(ctx, tx, m)
	})
}

// said notes that a member said something to the group.
func (s *Service) said(ctx context.Context, tx *db.Tx, m group.Member) error {
	if err := s.groups.SpeakIn(ctx, tx, m); err != nil {
		return err
	}
	return s.stir(ctx, tx, m.Group.ID)
}

// WithdrawSuggestion takes the member's own suggestion back, as long as nobody
// votes on it.
func (s *Service) WithdrawSuggestion(ctx context.Context, m group.Member, suggestion string) error {
	return s.ofSuggestion(ctx, m, suggestion, group.Read, func(ctx context.Context, tx *db.Tx, m group.Member, row suggestionRow) error {
		if row.By != m.Self.ID {
			return fault.Missing()
		}
		about, err := proposalsOfSuggestion(ctx, tx, row.ID)
		if err != nil {
			return err
		}
		for _, p := range about {
			switch p.State {
			case Voting:
				return fault.New(fault.Conflict, "The group votes on it now. Wait until that is over.")
			case Gathering:
				if err := writeProposalState(ctx, tx, p.ID, Moot); err != nil {
					return err
				}
			}
		}
		return writeSuggestionState(ctx, tx, row.ID, Withdrawn)
	})
}

// CommentOn says something about a suggestion, to the whole group.
func (s *Service) CommentOn(ctx context.Context, m group.Member, suggestion, text string) error {
	body, err := s.text.Render(ctx, richtext.Chat, text)
	if err == nil && body.Blank() {
		err = fault.Field("text", "Write a few words first.")
	}
	if err != nil {
		return err
	}
	return s.ofSuggestion(ctx, m, suggestion, group.SuggestTerms, func(ctx context.Context, tx *db.Tx, m group.Member, row suggestionRow) error {
		n, err := countComments(ctx, tx, row.ID)
		if err != nil {
			return err
		}
		if n >= commentsAtMost {
			return fault.New(fault.Conflict, "Enough was said about this text. You can suggest another one, or ask for a vote.")
		}
		comment := commentRow{ID: id.New(s.clock), By: m.Self.ID, HTML: body.HTML, MadeAt: clock.Millis(s.clock.Now())}
		if err := insertComment(ctx, tx, comment, row.ID, body.Source, body.Version); err != nil {
			return err
		}
		return s.said(ctx, tx, m)
	})
}

// ofSuggestion does something to an open suggestion of the member's group, under
// the group's lock.
func (s *Service) ofSuggestion(ctx context.Context, m group.Member, suggestion string, act group.Act, do func(context.Context, *db.Tx, group.Member, suggestionRow) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, act)
		if err != nil {
			return err
		}
		row, err := suggestionByID(ctx, tx, suggestion)
		switch {
		case err != nil || row.Group != m.Group.ID:
			return orMissing(err)
		case row.State != Suggested:
			return fault.New(fault.Conflict, "This is over. Look at how it stands now.")
		}
		return do(ctx, tx, m, row)
	})
}

// TakeCommentBack deletes what the member said. Leaders can take away what
// anybody said.
func (s *Service) TakeCommentBack(ctx context.Context, m group.Member, comment string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		n, err := deleteComment(ctx, tx, comment, m.Group.ID, m.Self.ID, m.Can(group.Remove))
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

// SuggestionsFor are the suggested texts of a group, the latest first: those that
// are open, or those that are over.
func (s *Service) SuggestionsFor(ctx context.Context, m group.Member, over bool) (list []Suggestion, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := suggestionsOf(ctx, tx, m.Group.ID, over)
		if err != nil {
			return err
		}
		hidden, err := s.groups.HiddenFor(ctx, tx, m)
		if err != nil {
			return err
		}
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.By
		}
		faces, err := s.groups.FacesIn(ctx, tx, m, ids)
		for _, r := range rows {
			if !hidden[r.By] {
				list = append(list, r.suggestion(m, faces))
			}
		}
		return err
	})
	return list, err
}

// SuggestionFor is one suggested text, with what was said about it. Words of
// whoever a block or a mute hides are left out.
func (s *Service) SuggestionFor(ctx context.Context, m group.Member, suggestion string) (sg Suggestion, err error) {
	if err := m.May(group.Read); err != nil {
		return sg, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := suggestionByID(ctx, tx, suggestion)
		if err != nil || row.Group != m.Group.ID {
			return orMissing(err)
		}
		hidden, err := s.groups.HiddenFor(ctx, tx, m)
		if err != nil || hidden[row.By] && row.By != m.Self.ID {
			return orMissing(err)
		}
		comments, err := commentsOn(ctx, tx, row.ID)
		if err != nil {
			return err
		}
		ids := []string{row.By}
		for _, c := range comments {
			ids = append(ids, c.By)
		}
		faces, err := s.groups.FacesIn(ctx, tx, m, ids)
		if err != nil {
			return err
		}
		sg = row.suggestion(m, faces)
		for _, c := range comments {
			if !hidden[c.By] {
				sg.Comments = append(sg.Comments, Comment{ID: c.ID, By: faces[c.By], HTML: c.HTML, Made: clock.FromMillis(c.MadeAt), Own: c.By == m.Self.ID})
			}
		}
		if sg.Now, err = s.groups.AgreementIn(ctx, tx, m.Group); err != nil {
			return err
		}
		sg.Proposal, err = openAbout(ctx, tx, row.ID)
		return err
	})
	return sg, err
}

// openAbout is the proposal or the vote about a suggestion that is open, or "".
func openAbout(ctx context.Context, tx *db.Tx, suggestion string) (string, error) {
	about, err := proposalsOfSuggestion(ctx, tx, suggestion)
	for _, p := range about {
		if p.State == Gathering || p.State == Voting {
			return p.ID, err
		}
	}
	return "", err
}

func (r suggestionRow) suggestion(m group.Member, faces map[string]group.Persona) Suggestion {
	return Suggestion{
		ID: r.ID, By: faces[r.By], Version: r.Version, Source: r.Source, HTML: r.HTML, Why: r.Why, State: r.State,
		Made: clock.FromMillis(r.MadeAt), Own: r.By == m.Self.ID,
	}
}
