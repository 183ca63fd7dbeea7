package moderation

import (
	"context"
	"slices"

	"handrail/internal/account"
	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// outcomeRow is a report with its desks.
type outcomeRow struct {
	reportRow
	desks []deskRow
}

// OutcomesFor is what the viewer reported in any of their groups, those that
// they left too, and what became of it, the latest first.
func (s *Service) OutcomesFor(ctx context.Context, v account.Viewer) (list []Outcome, err error) {
	if v.Account == "" {
		return nil, account.NeedsSession()
	}
	var rows []outcomeRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		memberships, err := s.groups.EveryOf(ctx, tx, v.Account)
		if err != nil || len(memberships) == 0 {
			return err
		}
		reports, err := reportsBy(ctx, tx, memberships)
		if err != nil {
			return err
		}
		rows, err = withDesks(ctx, tx, reports)
		return err
	})
	if err != nil {
		return nil, err
	}
	var groups []string
	for _, r := range rows {
		if !slices.Contains(groups, r.Group) {
			groups = append(groups, r.Group)
		}
	}
	names, err := s.groups.NamesFor(ctx, v, groups)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		one, err := s.outcome(ctx, r)
		if err != nil {
			return nil, err
		}
		one.Group = names[r.Group]
		list = append(list, one)
	}
	return list, nil
}

func withDesks(ctx context.Context, tx *db.Tx, reports []reportRow) (rows []outcomeRow, err error) {
	ids := make([]string, 0, len(reports))
	for _, r := range reports {
		ids = append(ids, r.ID)
	}
	desks, err := desksAmong(ctx, tx, ids)
	for _, r := range reports {
		one := outcomeRow{reportRow: r}
		for _, d := range desks {
			if d.Report == r.ID {
				one.desks = append(one.desks, d)
			}
		}
		rows = append(rows, one)
	}
	return rows, err
}

func (s *Service) outcome(ctx context.Context, r outcomeRow) (Outcome, error) {
	o := Outcome{ID: r.ID, Kind: r.Kind, Category: r.Category, Made: clock.FromMillis(r.MadeAt)}
	for _, d := range r.desks {
		if d.State == Open {
			o.Waits = true
			continue
		}
		if d.State == Handed {
			continue // the stewards answer it
		}
		a := Answer{At: clock.FromMillis(d.AnsweredAt)}
		if d.Answer != nil {
			text, err := s.keys.Open(ctx, ownerOf(r.ID), d.Answer, aboutAnswer(r.ID, d.Desk))
			if err != nil {
				return o, goneIfDestroyed(err)
			}
			a.Text = string(text)
		}
		o.Answers = append(o.Answers, a)
	}
	return o, nil
}

// Tell is a report by somebody who may be signed out: words alone, for the
// stewards. where is what they say it is about, and is not looked up: nobody
// learns by it which groups there are. The code shows what became of it, and is
// shown once.
func (s *Service) Tell(ctx context.Context, category Category, where, said string) (code string, err error) {
	switch {
	case !slices.Contains(Categories(), category):
		return "", fault.Field("category", "Choose what fits best.")
	case said == "":
		return "", fault.Field("said", "Say in your own words what is wrong.")
	}
	for field, text := range map[string]string{"said": said, "where": where} {
		if err := short(field, text); err != nil {
			return "", err
		}
	}
	code = secret.NewCodes()[0]
	folded, _ := secret.FoldCode(code)
	r := reportRow{ID: id.Random(), Kind: Words, Category: category, Code: secret.HashCode(folded), MadeAt: clock.Millis(s.clock.Now())}
	words, err := s.sealWords(ctx, r.ID, said, Seen{Title: where})
	if err != nil {
		return "", err
	}
	return code, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := insertReport(ctx, tx, r, words); err != nil {
			return err
		}
		if err := insertDesk(ctx, tx, r.ID, Stewards); err != nil {
			return err
		}
		return s.tellDesk(ctx, tx, Stewards, r)
	})
}

// OutcomeOf is what became of the report with this code.
func (s *Service) OutcomeOf(ctx context.Context, code string) (o Outcome, err error) {
	folded, ok := secret.FoldCode(code)
	if !ok {
		return o, errNoCode()
	}
	var rows []outcomeRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := reportByCode(ctx, tx, secret.HashCode(folded))
		if err != nil {
			return err
		}
		rows, err = withDesks(ctx, tx, []reportRow{r})
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return o, errNoCode()
	}
	if err != nil {
		return o, err
	}
	return s.outcome(ctx, rows[0])
}

func errNoCode() error {
	return fault.Field("code", "No report has this code. Look at it once more, letter by letter. Answers go 90 days after they were given.")
}
