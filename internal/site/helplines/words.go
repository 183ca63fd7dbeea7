package helplines

import (
	"context"
	"strings"

	"handrail/internal/platform/i18n"
)

// Kind is what a line helps with.
type Kind string

// The kinds, in the order in which they are shown.
const (
	Emergency Kind = "emergency" // somebody is in danger
	Crisis    Kind = "crisis"    // suicide and emotional support, by voice; often by text too
	Writing   Kind = "writing"   // the same, in writing only
	Overdose  Kind = "overdose"  // overdose and poisoning
	Substance Kind = "substance" // alcohol and other drugs
	Violence  Kind = "violence"  // domestic and sexual violence
	Young     Kind = "young"     // children and young people
	Gambling  Kind = "gambling"
	Eating    Kind = "eating"
	LGBTQ     Kind = "lgbtq"
	Veterans  Kind = "veterans"  // armed forces, now or once
	Directory Kind = "directory" // a site that lists lines by country
)

// Title is the heading of the lines of a kind; "" for an unknown kind.
func (k Kind) Title() i18n.Text {
	switch k {
	case Emergency:
		return "Someone is in danger"
	case Crisis:
		return "You want to hear a voice"
	case Writing:
		return "You would rather write"
	case Overdose:
		return "Overdose or poisoning"
	case Substance:
		return "Alcohol and other drugs"
	case Violence:
		return "Violence at home, or sexual violence"
	case Young:
		return "Children and young people"
	case Gambling:
		return "Gambling"
	case Eating:
		return "Eating and how you feel about your body"
	case LGBTQ:
		return "For LGBTQ+ people"
	case Veterans:
		return "For people who serve or served in the armed forces"
	case Directory:
		return "Lines in every country"
	}
	return ""
}

// Kinds are all kinds, in the order in which they are shown.
func Kinds() []Kind {
	return append([]Kind{Emergency, Crisis, Writing}, append(narrower(), Directory)...)
}

// narrower are the kinds for one matter or one sort of people.
func narrower() []Kind {
	return []Kind{Overdose, Substance, Violence, Young, Gambling, Eating, LGBTQ, Veterans}
}

// Answers is who comes when an emergency number is called.
type Answers string

// Who comes.
const (
	All       Answers = "all"
	Ambulance Answers = "ambulance"
	Police    Answers = "police"
	Fire      Answers = "fire"
)

// Text says who comes; "" for an unknown value.
func (a Answers) Text() i18n.Text {
	switch a {
	case All:
		return "Police, ambulance, fire"
	case Ambulance:
		return "Ambulance"
	case Police:
		return "Police"
	case Fire:
		return "Fire brigade"
	}
	return ""
}

// Days are the days, or the hours, of a Span.
type Days string

// The days of a Span. Always and Part have no hours of their own.
const (
	Always   Days = "always"
	Part     Days = "part" // not all the time, and too uneven to say here
	Daily    Days = "daily"
	MonToFri Days = "mon-fri"
	MonToSat Days = "mon-sat"
	MonToThu Days = "mon-thu"
	FriToSun Days = "fri-sun"
)

// Span is a stretch of time in which a line answers, in the local time of the
// line. Both hours are "15:04"; an end before the start is after midnight.
type Span struct {
	Days Days   `json:"days"`
	From string `json:"from"`
	To   string `json:"to"`
}

func (d Days) text() i18n.Text {
	switch d {
	case Always:
		return "Any hour, day and night"
	case Part:
		return "Not at every hour"
	case Daily:
		return "Every day, {.From} to {.To} where the line is"
	case MonToFri:
		return "Monday to Friday, {.From} to {.To} where the line is"
	case MonToSat:
		return "Monday to Saturday, {.From} to {.To} where the line is"
	case MonToThu:
		return "Monday to Thursday, {.From} to {.To} where the line is"
	case FriToSun:
		return "Friday to Sunday, {.From} to {.To} where the line is"
	}
	return ""
}

// When says at which hours the line answers, in the reader's language; "" when
// that is not known.
func (l Line) When(ctx context.Context) string {
	said := make([]string, 0, len(l.Hours))
	for _, span := range l.Hours {
		said = append(said, i18n.T(ctx, span.Days.text(), i18n.Args{"From": span.From, "To": span.To}))
	}
	return strings.Join(said, "; ")
}

// Cost is what contacting a line costs.
type Cost string

// The costs.
const (
	Free   Cost = "free"
	Normal Cost = "normal" // what any call costs there
)

// Text says the cost; "" when it is not known.
func (c Cost) Text() i18n.Text {
	switch c {
	case Free:
		return "Free"
	case Normal:
		return "Costs as much as any other call"
	}
	return ""
}

// Audience is who a line is for.
type Audience string

// The audiences; everybody has none of its own.
const (
	Women    Audience = "women"
	Men      Audience = "men"
	Youth    Audience = "young"
	Trans    Audience = "trans"
	Families Audience = "families"
)

// Text says who a line is for; "" for everybody.
func (a Audience) Text() i18n.Text {
	switch a {
	case Women:
		return "For women, and those who worry about one"
	case Men:
		return "For men, and those who worry about one"
	case Youth:
		return "For children and young people"
	case Trans:
		return "For trans people"
	case Families:
		return "For families and friends"
	}
	return ""
}

// Note is one more thing to know before contacting a line.
type Note string

// The notes.
const (
	StaysWithYou Note = "stays"    // a line for people who use drugs alone
	NoTrace      Note = "no-trace" // not on the bill
	ByPolice     Note = "police"   // the police answer
	Mobile       Note = "mobile"   // mobile phones only
	NotEverybody Note = "one-part" // one part of the country
	MostOfEU     Note = "most-eu"
	Mobile112    Note = "mobile-112"
	Also112      Note = "also-112"
	CannotSpeak  Note = "cannot-speak" // emergency by text message
	Interpreters Note = "interpreters"
)

// Text says the note; "" for none.
func (n Note) Text() i18n.Text {
	switch n {
	case StaysWithYou:
		return "Somebody stays on the phone while you use, and sends help if you stop answering."
	case NoTrace:
		return "It does not show on the phone bill. Clear it from the list of calls in your phone."
	case ByPolice:
		return "The police answer this line."
	case Mobile:
		return "From mobile phones."
	case NotEverybody:
		return "For one part of the country."
	case MostOfEU:
		return "In most countries of the European Union."
	case Mobile112:
		return "Works in Europe, and from many mobile phones elsewhere. If it does not, call the number that people use where you are."
	case Also112:
		return "112 works too."
	case CannotSpeak:
		return "For people who cannot speak or hear, or must not be heard."
	case Interpreters:
		return "They can find an interpreter for many languages."
	}
	return ""
}

// Press says which key to press once the line answers; "" when there is none.
func (l Line) Press(ctx context.Context) string {
	if l.Option == "" {
		return ""
	}
	return i18n.T(ctx, "When they answer, press {.Key}.", i18n.Args{"Key": l.Option})
}
