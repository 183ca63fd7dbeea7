package voice

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/platform/i18n"
)

// nameOf is what a persona is called, or that it is nobody's any more.
func nameOf(ctx context.Context, p group.Persona) string {
	if p.Former || p.Name == "" {
		return i18n.T(ctx, "somebody who left")
	}
	return p.Name
}

// Title asks what a proposal is about, in the reader's language.
func (p Proposal) Title(ctx context.Context) string {
	up, down := p.Up.ID != "", p.Down.ID != ""
	switch {
	case p.What == Ask:
		return p.Question
	case p.What == Terms:
		return i18n.T(ctx, "Shall we agree on the suggested text?")
	case up && down:
		return i18n.T(ctx, "Shall {.Name} lead in the place of {.Other}?", i18n.Args{"Name": nameOf(ctx, p.Up), "Other": nameOf(ctx, p.Down)})
	case up:
		return i18n.T(ctx, "Shall {.Name} lead?", i18n.Args{"Name": nameOf(ctx, p.Up)})
	}
	return i18n.T(ctx, "Shall {.Name} stop leading?", i18n.Args{"Name": nameOf(ctx, p.Down)})
}

// says tells in a few words how far a proposal is.
func (s State) says() i18n.Text {
	switch s {
	case Gathering:
		return "Gathers voices"
	case Voting:
		return "The vote is open"
	case Carried:
		return "The group said yes"
	case Refused:
		return "The group said no"
	case Short:
		return "Too few voted"
	case Faded:
		return "Too few asked for it"
	case TakenBack:
		return "Taken back"
	}
	return "Nothing left to decide"
}

// outcome tells in a sentence what that means.
func (p Proposal) outcome() i18n.Text {
	switch p.State {
	case Carried:
		if p.What == Terms {
			return "The text is what the group agrees on now. Everybody is asked to read it."
		}
		if p.What == Ask {
			return "More members said yes than no."
		}
		return "It was done at once."
	case Refused:
		return "Not more members said yes than no. Nothing changes."
	case Short:
		return "It takes a third of those who were here lately. Nothing changes, and nobody knows what those few chose."
	case Faded:
		return "Two weeks went by. It can be asked for again."
	case TakenBack:
		return "Whoever asked for it took it back."
	}
	return "Those it was about are not there any more, or do not want to. Nothing changes."
}

// says is what an answer is called.
func answerSays(ctx context.Context, option string) string {
	switch option {
	case ballot.Yes:
		return i18n.T(ctx, "Yes")
	case ballot.No:
		return i18n.T(ctx, "No")
	}
	return i18n.T(ctx, "I leave it to the others")
}
