package site

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"handrail/internal/platform/i18n"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

// lineView is a line where it stands on the help page: one that can be called
// and written to stands there twice.
type lineView struct {
	helplines.Line
	Under helplines.Kind // the heading
	First bool           // under that heading
}

// toWrite tells whether its number here is the one for messages.
func (v lineView) toWrite() bool {
	return v.Under == helplines.Writing || !v.Calls()
}

func (v lineView) number() string {
	if v.toWrite() {
		return v.SMS.Shown
	}
	return v.Phone.Shown
}

// address is where the number leads: tel: or sms:.
func (v lineView) address() string {
	if v.toWrite() {
		return v.SMSURI()
	}
	return v.TelURI()
}

// large tells whether the number is shown so that a shaking hand finds it.
func (v lineView) large() bool {
	urgent := []helplines.Kind{helplines.Emergency, helplines.Crisis, helplines.Writing}
	return v.First && v.number() != "" && slices.Contains(urgent, v.Under)
}

// alsoWrites tells whether there is a second number, for messages, that stands
// under no other heading.
func (v lineView) alsoWrites() bool {
	return v.Writes() && !v.toWrite() && v.Kind != helplines.Crisis
}

// ask says what the number is for: "Call 116 123".
func (v lineView) ask(ctx context.Context) string {
	if v.toWrite() {
		return i18n.T(ctx, "Write to {.Number}", i18n.Args{"Number": inOrder(ctx, v.number())})
	}
	return i18n.T(ctx, "Call {.Number}", i18n.Args{"Number": inOrder(ctx, v.number())})
}

// askBy also says who answers, for those who hear a list of links.
func (v lineView) askBy(ctx context.Context) string {
	return v.ask(ctx) + ": " + v.Title(ctx)
}

// inOrder keeps the groups of a number in their order inside a sentence that
// runs from right to left, where a space would turn 116 123 into 123 116
// (Unicode Bidirectional Algorithm, UAX #9: isolates).
func inOrder(ctx context.Context, number string) string {
	if i18n.From(ctx).Dir() != "rtl" {
		return number
	}
	return "\u2066" + number + "\u2069"
}

func (v lineView) icon() ui.IconName {
	if v.toWrite() {
		return "message"
	}
	return "phone"
}

func (v lineView) weight() ui.Weight {
	switch v.Under {
	case helplines.Emergency:
		return ui.Risk
	case helplines.Crisis:
		return ui.Do
	}
	return ui.Usual
}

// words are the sentences below a number: what to send, for whom, what it
// costs, when it answers, in which languages, and when it was checked.
func (v lineView) words(ctx context.Context) string {
	var words []string
	say := func(text i18n.Text, args ...i18n.Args) {
		if text != "" {
			words = append(words, fullStop(i18n.T(ctx, text, args...)))
		}
	}
	if v.toWrite() && v.Under != helplines.Writing && v.Writes() {
		say("By text message.")
	}
	if v.SMS.Body != "" && (v.toWrite() || v.alsoWrites()) {
		say("Send the word {.Word}.", i18n.Args{"Word": v.SMS.Body})
	}
	if key := v.Press(ctx); key != "" && !v.toWrite() {
		words = append(words, fullStop(key))
	}
	say(v.For.Text())
	say(v.Cost.Text())
	if when := v.When(ctx); when != "" {
		words = append(words, fullStop(when))
	}
	if spoken := v.Speaks(ctx); len(spoken) > 0 {
		say("In {.Languages}.", i18n.Args{"Languages": strings.Join(spoken, ", ")})
	}
	say(v.Note.Text())
	if day := v.CheckedOn.Time(); !day.IsZero() {
		say("Checked on {.Day}.", i18n.Args{"Day": i18n.ShortDate(ctx, day, time.UTC)})
	}
	return strings.Join(words, " ")
}

// fullStop ends a sentence that stands among others.
func fullStop(sentence string) string {
	if sentence == "" || strings.ContainsAny(sentence[len(sentence)-1:], ".!?") {
		return sentence
	}
	return sentence + "."
}

// webName is an address as people say it: without https:// and www.
func webName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.") + strings.TrimSuffix(u.Path, "/")
}
