package group

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group/name"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/picture"
	"handrail/internal/ui"
)

// The longest a persona may be, in characters.
const (
	PronounsMost = 40
	AboutMost    = 280
)

// nameKept is how long the name of somebody who left is taken: nobody comes in
// under it while they are still remembered.
const nameKept = 90 * 24 * time.Hour

// Face is what somebody chooses to be seen as in one group.
type Face struct {
	Name     string
	Pronouns string // optional
	About    string // optional: a few words
	Seed     string // of the drawn picture; "" draws one
	Picture  string // the key of an own picture, or ""
	Look     uint64 // of the own picture, as package picture has it
}

// check is the membership with this face, if it may look like that.
func (f Face) check(m Membership) (Membership, error) {
	clean, err := name.Clean(f.Name)
	if err != nil {
		return m, err
	}
	if claim := name.Claims(clean); claim != "" && !(claim == name.Title && m.Professional) {
		return m, fault.Field("name", claim.Say())
	}
	if utf8.RuneCountInString(f.Pronouns) > PronounsMost {
		return m, fault.Field("pronouns", "Shorten this to {.Most} characters.", map[string]any{"Most": PronounsMost})
	}
	if utf8.RuneCountInString(f.About) > AboutMost {
		return m, fault.Field("about", "Shorten this to {.Most} characters.", map[string]any{"Most": AboutMost})
	}
	m.Name, m.fold, m.Pronouns, m.About, m.Seed, m.Picture, m.look = clean, name.Fold(clean), f.Pronouns, f.About, f.Seed, f.Picture, ""
	if m.Seed == "" {
		m.Seed = id.Random()
	}
	if f.Picture != "" {
		m.look = strconv.FormatUint(f.Look, 16)
	}
	return m, nil
}

// Seeds are some drawn pictures to choose from, no two of them alike.
func Seeds(many int) []string {
	var seeds []string
	for looks := map[int]bool{}; len(seeds) < many; {
		seed := id.Random()
		if look := ui.AvatarLook(seed); !looks[look] {
			looks[look] = true
			seeds = append(seeds, seed)
		}
	}
	return seeds
}

// errTaken says that a name is another's. It does not tell whose.
func errTaken() error {
	return fault.Field("name", "This name looks too much like that of somebody in this group. Choose another one.")
}

// free refuses a name that looks like another's in this group, or like that of
// somebody who left lately.
func (s *Service) free(ctx context.Context, tx *db.Tx, m Membership) error {
	taken, err := nameTaken(ctx, tx, m.Group, m.fold, m.ID, m.Account, s.clock.Now().Add(-nameKept))
	if err == nil && taken {
		err = errTaken()
	}
	return err
}

// ChangePersona gives the member another face. Their words follow it.
func (s *Service) ChangePersona(ctx context.Context, m Member, f Face) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, ChangePersona)
		if err != nil {
			return err
		}
		now, err := f.check(m.Self)
		if err != nil {
			return err
		}
		if now.Picture == m.Self.Picture {
			now.look = m.Self.look
		}
		if now.fold != m.Self.fold {
			if err := s.free(ctx, tx, now); err != nil {
				return err
			}
		}
		if err := writePersona(ctx, tx, now); err != nil {
			return err
		}
		return s.dropPicture(ctx, tx, m.Self.Picture, now.Picture)
	})
}

// dropPicture has the file of a picture deleted that is nobody's face any more.
func (s *Service) dropPicture(ctx context.Context, tx *db.Tx, old, now string) error {
	if old == "" || old == now {
		return nil
	}
	return s.events.Emit(ctx, tx, PictureGone{Key: old})
}

// Wish keeps whether the member wants to be greeted, and what they wish for
// their words should they die.
func (s *Service) Wish(ctx context.Context, m Member, wantsHello bool, afterwards Afterwards) error {
	if afterwards != WordsStay && afterwards != WordsGo {
		return fault.Field("afterwards", "Choose one of the two.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, StepOut)
		if err != nil {
			return err
		}
		return writeWishes(ctx, tx, m.Self.ID, wantsHello, afterwards)
	})
}

// Settle is "not now" to what is told in the first days.
func (s *Service) Settle(ctx context.Context, m Member) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Read)
		if err != nil {
			return err
		}
		return writeSettled(ctx, tx, m.Self.ID, s.clock.Now())
	})
}

// Elsewhere is what of a face somebody shows in another of their groups too.
type Elsewhere struct{ Name, Picture bool }

// Same tells whether anything is.
func (e Elsewhere) Same() bool { return e.Name || e.Picture }

// ElsewhereFor tells the viewer, and nobody else, that they look the same in
// another group: whoever is in both could tell. For a group that they are about
// to found, slug is "".
func (s *Service) ElsewhereFor(ctx context.Context, v account.Viewer, slug string, f Face) (e Elsewhere, err error) {
	if v.Account == "" {
		return e, account.NeedsSession()
	}
	fold := name.Fold(f.Name)
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		here, err := groupBySlug(ctx, tx, slug)
		if slug != "" && err != nil {
			return err
		}
		all, err := allMemberships(ctx, tx, v.Account)
		for _, m := range all {
			if m.Group == here.ID {
				continue
			}
			e.Name = e.Name || fold != "" && name.Fold(m.Name) == fold
			e.Picture = e.Picture || m.Seed == f.Seed && f.Seed != "" && f.Picture == "" && m.Picture == "" || sameLook(m.look, f)
		}
		return err
	})
	return e, err
}

func sameLook(kept string, f Face) bool {
	look, err := strconv.ParseUint(kept, 16, 64)
	return err == nil && f.Picture != "" && picture.SameLook(look, f.Look)
}
