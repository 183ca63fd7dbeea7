package forum

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Reactions are the kinds of reaction, in the order in which they are offered.
// There are few, all are warm, and nobody counts them.
func Reactions() []string { return []string{"thanks", "with-you", "me-too", "strength"} }

// SaysReaction is what a kind of reaction says.
func SaysReaction(kind string) i18n.Text {
	switch kind {
	case "thanks":
		return "Thank you"
	case "with-you":
		return "I am with you"
	case "me-too":
		return "Me too"
	}
	return "Strength to you"
}

// React leaves a reaction of the member at a post, or takes it back.
func (s *Service) React(ctx context.Context, m group.Member, post, kind string, leave bool) error {
	if !slices.Contains(Reactions(), kind) {
		return fault.Missing()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Introduce)
		if err != nil {
			return err
		}
		p, err := s.PostIn(ctx, tx, m, post)
		if err != nil {
			return err
		}
		one := p.Items[0].Post
		if one.Mine || one.State != Here {
			return fault.New(fault.Conflict, "This is not something to react to.")
		}
		if leave {
			err = insertReaction(ctx, tx, post, m.Self.ID, kind)
		} else {
			err = deleteReaction(ctx, tx, post, m.Self.ID, kind)
		}
		if err != nil {
			return err
		}
		return s.gatherCared(ctx, tx, post)
	})
}

// gatherCared writes at a post which kinds of reaction there are, so that a page
// reads them with it.
func (s *Service) gatherCared(ctx context.Context, tx *db.Tx, post string) error {
	found, err := kindsAt(ctx, tx, post)
	if err != nil {
		return err
	}
	var kinds []string
	for _, kind := range Reactions() {
		if slices.Contains(found, textRow(kind)) {
			kinds = append(kinds, kind)
		}
	}
	return writeCared(ctx, tx, post, strings.Join(kinds, " "))
}

// Cared is one member who reacted, with all that they left.
type Cared struct {
	By    group.Persona
	Kinds []string
}

// CaredFor are those who reacted to the member's own post, by name. Nobody else
// sees who they are.
func (s *Service) CaredFor(ctx context.Context, m group.Member, post string) (list []Cared, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err := s.PostIn(ctx, tx, m, post)
		if err != nil {
			return err
		}
		if !p.Items[0].Post.Mine {
			return fault.Missing()
		}
		rows, err := reactionsAt(ctx, tx, post)
		if err != nil {
			return err
		}
		list, err = s.cared(ctx, tx, m, rows)
		return err
	})
	return list, err
}

func (s *Service) cared(ctx context.Context, tx *db.Tx, m group.Member, rows []ownRow) (list []Cared, err error) {
	kinds := map[string][]string{}
	var ids []string
	for _, r := range rows {
		if kinds[r.post] == nil {
			ids = append(ids, r.post)
		}
		kinds[r.post] = append(kinds[r.post], r.what)
	}
	heard, err := s.groups.HeardIn(ctx, tx, m, ids)
	for _, id := range ids {
		if one := heard[id]; !one.Unheard && !one.Former {
			list = append(list, Cared{By: one.Persona, Kinds: kinds[id]})
		}
	}
	slices.SortFunc(list, func(a, b Cared) int { return strings.Compare(a.By.Name, b.By.Name) })
	return list, err
}
