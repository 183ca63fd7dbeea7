package site

import (
	"context"
	"net/url"
	"strings"
	"time"

	"handrail/internal/platform/i18n"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

// lineWords are the sentences below a number: what to send, for whom, when it
// answers, what it costs, in which languages, and when the number was checked.
func lineWords(ctx context.Context, l helplines.Line) []string {
	var words []string
	say := func(text i18n.Text, args ...i18n.Args) {
		if text != "" {
			words = append(words, i18n.T(ctx, text, args...))
		}
	}
	add := func(sentence string) {
		if sentence != "" {
			words = append(words, strings.TrimSuffix(sentence, ".")+".")
		}
	}
	if l.Writes() && l.SMS.Body != "" {
		say("Send the word {.Word}.", i18n.Args{"Word": l.SMS.Body})
	}
	add(l.Press(ctx))
	say(l.For.Text())
	add(l.When(ctx))
	say(l.Cost.Text())
	if spoken := l.Speaks(ctx); len(spoken) > 0 {
		say("In {.Languages}.", i18n.Args{"Languages": strings.Join(spoken, ", ")})
	}
	say(l.Note.Text())
	if day := l.CheckedOn.Time(); !day.IsZero() {
		say("Checked on {.Day}.", i18n.Args{"Day": i18n.ShortDate(ctx, day, time.UTC)})
	}
	return words
}

func callWeight(kind helplines.Kind) ui.Weight {
	switch kind {
	case helplines.Emergency:
		return ui.Risk
	case helplines.Crisis:
		return ui.Do
	}
	return ui.Usual
}

// webName is an address as people say it: without https:// and www.
func webName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.") + strings.TrimSuffix(u.Path, "/")
}
