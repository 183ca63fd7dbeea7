package compose

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// namelessMeans says what writing without one's name is, to the letter: who can
// ever find out, and that nothing else shows it.
func namelessMeans(ctx context.Context, m group.Member, sharesAlone bool) string {
	says := i18n.T(ctx, "You get a name of this topic alone, such as “Anonymous 1”. A facilitator and a steward can find out. They must do it together, with a reason, and you are told. Nobody else can. A block changes nothing about it.")
	if sharesAlone {
		says += " " + i18n.T(ctx, "In this group it is there for shares.")
	}
	return says
}

func quotingLabel(ctx context.Context, from *forum.Post) string {
	if from == nil {
		return i18n.T(ctx, "The words that you quote")
	}
	return i18n.T(ctx, "The words of {.Name} that you quote", i18n.Args{"Name": from.Author.Called(ctx)})
}

// answersOptions are what answers may be, the space's own wish first.
func answersOptions(ctx context.Context, sp forum.Space) []ui.Option {
	list := []ui.Option{{Label: i18n.T(ctx, "As usual in this space: {.Answers}", i18n.Args{"Answers": i18n.T(ctx, sp.Answers.Says())})}}
	for _, one := range forum.AllAnswers() {
		if one != sp.Answers {
			list = append(list, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Says())})
		}
	}
	return list
}

func kindOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, one := range forum.Kinds() {
		list = append(list, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Says()), Why: i18n.T(ctx, kindWhy(one))})
	}
	return list
}

func kindWhy(k forum.Kind) i18n.Text {
	switch k {
	case forum.Share:
		return "You say how it is for you."
	case forum.Question:
		return "You can mark the answer that helped."
	}
	return "You talk about something together."
}

// keepDays are the days after which somebody can have a topic go.
var keepDays = [...]int{7, 30, 90, 365}

// keepOptions are how long a topic can stay. A group's own time is the longest
// for shares.
func keepOptions(ctx context.Context, set forum.Setting) []ui.Option {
	list := []ui.Option{{Value: "0", Label: i18n.T(ctx, "As long as the group is there")}}
	if set.KeepDays > 0 {
		list[0].Label = i18n.N(ctx, set.KeepDays, "As usual here: shares go after {.Count} day", "As usual here: shares go after {.Count} days")
	}
	for _, days := range keepDays {
		if set.KeepDays == 0 || days < set.KeepDays {
			list = append(list, ui.Option{Value: number(days), Label: i18n.N(ctx, days, "It goes after {.Count} day", "It goes after {.Count} days")})
		}
	}
	return list
}

// pictures are the formats taken.
func pictures() templ.Attributes {
	return templ.Attributes{"accept": "image/jpeg,image/png,image/webp,image/gif"}
}

// titleOf is what to call a topic.
func titleOf(ctx context.Context, t forum.Topic) string {
	if t.Title == "" {
		return i18n.T(ctx, "A topic whose beginning was taken back")
	}
	return t.Title
}

func upTo(ctx context.Context, v editView) []ui.Place {
	return []ui.Place{{Label: i18n.T(ctx, "Forum"), Href: path(v.group())}, {Label: titleOf(ctx, v.Page.Topic), Href: topicPath(v.group(), v.Page.Topic.ID)}}
}

// deletionMeans says what is gone after deleting, and what stays.
func deletionMeans(ctx context.Context, v editView) string {
	switch {
	case v.begins() && v.Page.Topic.Number > 1:
		return i18n.T(ctx, "Your words and the title go for good, with every earlier version. What others answered stays.")
	case v.begins():
		return i18n.T(ctx, "Your words and the topic go for good, with every earlier version.")
	}
	return i18n.T(ctx, "Your words go for good, with every earlier version. What others quoted of them goes too.")
}

// beginSeen says who will see a new topic.
func beginSeen(ctx context.Context, v beginView) string {
	if v.mayHide() {
		return i18n.T(ctx, "The members of {.Group} will see this. Nobody outside can.", i18n.Args{"Group": v.group().Name})
	}
	return i18n.T(ctx, "The members of {.Group} will see this, with the name {.Name}. Nobody outside can.", i18n.Args{"Group": v.group().Name, "Name": v.Member.Self.Name})
}

// waits says honestly that a post is not there yet for others, and who looks.
func waits(ctx context.Context, m group.Member) string {
	return i18n.T(ctx, "For now only you can read them, and those who greet or lead in {.Group}. One of them looks before others see it. You hear when it is there. You can still change or delete it.", i18n.Args{"Group": m.Group.Name})
}

func picturePath(m group.Member, p forum.Post) string {
	return path(m.Group, "posts", p.ID, "picture")
}

// draftTitle says what a draft is for.
func draftTitle(ctx context.Context, d forum.Draft) string {
	switch {
	case d.Topic != nil:
		return i18n.T(ctx, "Your answer to “{.Title}”", i18n.Args{"Title": titleOf(ctx, *d.Topic)})
	case d.Words.Title != "":
		return d.Words.Title
	case d.Space != nil:
		return i18n.T(ctx, "A new topic in “{.Space}”", i18n.Args{"Space": d.Space.Says(ctx)})
	}
	return i18n.T(ctx, "An answer to what is not there any more")
}
