package demo

import (
	"context"
	"strings"

	"handrail/internal/group"
	"handrail/internal/group/voice"
)

// suggests has somebody offer the agreements with some more lines. The story
// calls it key later.
func suggests(key, who, in, why string, lines ...string) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		now, err := t.Groups.AgreementOf(ctx, m.Group)
		if err != nil {
			return err
		}
		t.kept[key], err = t.Voice.Suggest(ctx, m, withLines(now.Source, lines), why)
		return err
	})
}

// withLines is a list in Markdown with some more points.
func withLines(source string, lines []string) string {
	return strings.TrimSpace(source) + "\n- " + strings.Join(lines, "\n- ") + "\n"
}

func comments(who, in, suggestion, text string) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		return t.Voice.CommentOn(ctx, m, t.kept[suggestion], text)
	})
}

// callsTerms has somebody ask for a vote about a suggested text.
func callsTerms(key, who, in, suggestion string) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) (err error) {
		t.kept[key], err = t.Voice.Call(ctx, m, voice.Call{What: voice.Terms, Suggestion: t.kept[suggestion]})
		return err
	})
}

func callsQuestion(key, who, in, question string) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) (err error) {
		t.kept[key], err = t.Voice.Call(ctx, m, voice.Call{What: voice.Ask, Question: question})
		return err
	})
}

// callsLeader has somebody propose who should lead.
func callsLeader(key, who, in, name string) deed {
	return toward(who, in, name, func(ctx context.Context, t *teller, m group.Member, other string) (err error) {
		t.kept[key], err = t.Voice.Call(ctx, m, voice.Call{What: voice.Lead, Up: other})
		return err
	})
}

func seconds(proposal, in string, people ...string) deed {
	return each(in, people, func(ctx context.Context, t *teller, m group.Member) error {
		return t.Voice.Second(ctx, m, t.kept[proposal])
	})
}

func consents(who, in, proposal string) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		return t.Voice.Consent(ctx, m, t.kept[proposal], true)
	})
}

// votes has people vote for one of the answers of a vote, by its place.
func votes(proposal, in string, option int, people ...string) deed {
	return each(in, people, func(ctx context.Context, t *teller, m group.Member) error {
		return t.Voice.Vote(ctx, m, t.kept[proposal], option)
	})
}

// counts counts the votes whose week is over, as the house does by itself.
func counts(ctx context.Context, t *teller) error { return t.Ballots.CountDue(ctx) }
