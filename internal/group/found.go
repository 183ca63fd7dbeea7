package group

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/account"
	"handrail/internal/group/word"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/richtext"
)

// Plan is what somebody founds: the group as it shall be, its agreements, and
// their own face in it.
type Plan struct {
	Group      Group
	Agreements string // Markdown
	Face       Face
	Link       string // a steward's, or ""
}

// foundAtOnce is how many groups somebody may have waiting for a steward.
const foundAtOnce = 3

// Found founds a group. It opens at once where anybody may found, or with a
// steward's link, and else waits for a steward. Whoever founds leads it.
func (s *Service) Found(ctx context.Context, v account.Viewer, p Plan) (g Group, err error) {
	if err := v.May(account.Found); err != nil {
		return g, err
	}
	if g, err = s.checked(ctx, p.Group); err != nil {
		return g, err
	}
	agreements, err := s.RenderAgreement(ctx, p.Agreements)
	if err != nil {
		return g, at("agreements", err)
	}
	m, err := p.Face.check(Membership{Persona: Persona{ID: id.Random(), Role: Facilitator}, Account: v.Account, Standing: Here, Agreed: 1, Afterwards: WordsStay})
	if err != nil {
		return g, at("persona", err)
	}
	mark, err := s.foundingMark(ctx, p.Link)
	if err != nil {
		return g, err
	}
	g.ID, g.Slug, g.Made, g.State, g.Agreement = id.Random(), slugOf(g.Name), s.clock.Now(), Open, 0
	m.Group, m.Joined, m.Shown, m.Spoke = g.ID, g.Made, g.Made, g.Made
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", v.Account); err != nil {
			return err
		}
		waits, err := s.waits(ctx, tx, v, mark)
		if err != nil {
			return err
		}
		if waits {
			g.State = Asked
		}
		return s.found(ctx, tx, g, agreements, m, waits)
	})
	return g, err
}

func (s *Service) found(ctx context.Context, tx *db.Tx, g Group, agreements richtext.Body, m Membership, waits bool) error {
	if err := insertGroup(ctx, tx, g); err != nil {
		return err
	}
	if err := s.AdoptAgreement(ctx, tx, g, agreements, true, ""); err != nil {
		return err
	}
	if err := insertMembership(ctx, tx, m); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Founded{Group: g.ID, Account: m.Account, Membership: m.ID, Asks: waits})
}

// waits tells whether a steward has to say yes first.
func (s *Service) waits(ctx context.Context, tx *db.Tx, v account.Viewer, mark string) (bool, error) {
	if mark != "" {
		n, err := useFounding(ctx, tx, mark, s.clock.Now())
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "This link does not work any more. You can found a group without it, and a steward will answer you.")
		}
		return false, err
	}
	if v.IsSteward() || s.founding(ctx) == ByAnyone {
		return false, nil
	}
	n, err := askedBy(ctx, tx, v.Account)
	if err == nil && n >= foundAtOnce {
		err = fault.New(fault.TooMany, "You have asked for {.Count} groups already. Wait until a steward has answered.", map[string]any{"Count": n})
	}
	return true, err
}

// foundingMark is the mark of a steward's link, or "".
func (s *Service) foundingMark(ctx context.Context, token string) (string, error) {
	if token == "" {
		return "", nil
	}
	return s.mark(ctx, "founding", token)
}

// InviteToFound makes a link with which somebody founds a group without waiting.
func (s *Service) InviteToFound(ctx context.Context, v account.Viewer) (token string, err error) {
	if err := v.May(account.RunSite); err != nil {
		return "", err
	}
	token = id.Token()
	mark, err := s.foundingMark(ctx, token)
	if err != nil {
		return "", err
	}
	now := s.clock.Now()
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return insertFounding(ctx, tx, id.Random(), v.Account, mark, 1, now, now.Add(foundingLasts))
	})
}

// foundingLasts is how long a steward's link works.
const foundingLasts = 14 * 24 * time.Hour

// at moves a mistake to a field of its own name, where two parts of a form have
// fields of the same name.
func at(field string, err error) error {
	f, ok := fault.From(err)
	if !ok || f.Field == "" {
		return err
	}
	moved := *f
	if f.Field == "text" || f.Field == "name" {
		moved.Field = field
	}
	return &moved
}

// slugOf is the name in letters that stand in an address, and four random
// characters: nobody can guess a group's address from its name.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case b.Len() >= 40:
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	base := strings.Trim(b.String(), "-")
	if base == "" {
		base = "group"
	}
	return base + "-" + strings.ToLower(rand.Text()[:4])
}

// NewPlan is a plan with what the kind and the word set suggest.
func NewPlan(ctx context.Context, k word.Kind, words word.Set) Plan {
	d := k.Defaults()
	if !words.Known() {
		words = d.Set
	}
	return Plan{
		Group: Group{
			Kind: k, Words: words, Visibility: Visibility(d.Visibility), Joining: Joining(d.Joining), Capacity: d.Capacity,
			Queues: d.Queues, Invites: d.Invites, YoungDays: d.YoungDays, About: word.StartingAbout(ctx, k, words),
		},
		Agreements: word.StartingAgreements(ctx, k, words),
	}
}
