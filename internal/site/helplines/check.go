package helplines

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"
)

// The forms of what a line holds. A number to dial is an E.164 number with its
// plus, or a local one of two to twelve digits (short codes, freephone), some
// of which begin with a star.
var (
	idForm     = regexp.MustCompile(`^[a-z]{2}(-[a-z0-9]+)+$`)
	dialForm   = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|\*?[0-9]{2,12})$`)
	smsForm    = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|[0-9]{3,12})$`)
	wordForm   = regexp.MustCompile(`^[A-Za-z0-9 ]{1,20}$`)
	optionForm = regexp.MustCompile(`^[0-9]$`)
)

// Check says everything that is wrong with the lines, or nil. Ids are unique
// and begin with their country; a line can be reached; what is dialled is what
// is shown; a line that is on has been looked up, and says where and when; two
// lines of a country do not give one number for one kind.
func Check(lines []Line) error {
	var wrong []error
	ids, numbers := map[string]bool{}, map[string]string{}
	for _, l := range lines {
		for _, err := range l.wrong() {
			wrong = append(wrong, fmt.Errorf("%s: %w", l.ID, err))
		}
		if ids[l.ID] {
			wrong = append(wrong, fmt.Errorf("%s: the id is used twice", l.ID))
		}
		ids[l.ID] = true
		for _, number := range []string{"call " + l.Phone.Dial, "text " + l.SMS.Number + l.SMS.Body} {
			where := strings.Join([]string{l.Country, string(l.Kind), number, l.Option}, " ")
			if other := numbers[where]; other != "" && len(number) > len("call ") {
				wrong = append(wrong, fmt.Errorf("%s: has the number of %s", l.ID, other))
			}
			numbers[where] = l.ID
		}
	}
	return errors.Join(wrong...)
}

// wrong are the rules that the line breaks by itself.
func (l Line) wrong() []error {
	var wrong []error
	rule := func(kept bool, format string, args ...any) {
		if !kept {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	rule(idForm.MatchString(l.ID) && strings.HasPrefix(l.ID, strings.ToLower(l.Country)+"-"),
		"the id is not %s-name", strings.ToLower(l.Country))
	rule(l.Kind.Title() != "", "unknown kind %q", l.Kind)
	rule(l.Calls() || l.Writes() || l.Web != "", "cannot be reached")
	rule((l.Kind == Emergency) == (l.Answers.Text() != ""), "who answers is for emergency numbers, and for all of them")
	rule((l.Kind == Emergency) == (l.Name == ""), "a name is for every line but emergency numbers")
	rule(l.Kind != Crisis || l.Calls(), "a crisis line is called; in writing only is the kind %q", Writing)
	rule(l.Kind != Writing || l.Writes() || l.Web != "", "nothing to write to")
	rule(l.Cost == "" || l.Cost.Text() != "", "unknown cost %q", l.Cost)
	rule(l.For == "" || l.For.Text() != "", "unknown audience %q", l.For)
	rule(l.Note == "" || l.Note.Text() != "", "unknown note %q", l.Note)
	rule(l.Option == "" || optionForm.MatchString(l.Option), "option %q is not one digit", l.Option)
	for _, tag := range l.Languages {
		_, err := language.Parse(tag)
		rule(err == nil, "unknown language %q", tag)
	}
	for _, span := range l.Hours {
		rule(span.sound(), "hours %v", span)
	}
	wrong = append(wrong, l.wrongNumbers()...)
	return append(wrong, l.wrongSource()...)
}

func (l Line) wrongNumbers() []error {
	var wrong []error
	if l.Phone != (Phone{}) && !(dialForm.MatchString(l.Phone.Dial) && same(l.Phone.Shown, l.Phone.Dial)) {
		wrong = append(wrong, fmt.Errorf("phone %q dials %q", l.Phone.Shown, l.Phone.Dial))
	}
	if l.SMS != (SMS{}) && !(smsForm.MatchString(l.SMS.Number) && same(l.SMS.Shown, l.SMS.Number)) {
		wrong = append(wrong, fmt.Errorf("text %q goes to %q", l.SMS.Shown, l.SMS.Number))
	}
	if l.SMS.Body != "" && !wordForm.MatchString(l.SMS.Body) {
		wrong = append(wrong, fmt.Errorf("the word to text %q", l.SMS.Body))
	}
	if l.Web != "" && !plainHTTPS(l.Web) {
		wrong = append(wrong, fmt.Errorf("web address %q is not a plain https one", l.Web))
	}
	return wrong
}

func (l Line) wrongSource() []error {
	confirmed := l.Source != "" && l.Source != Unconfirmed
	switch {
	case l.Source == "":
		return []error{errors.New("no source")}
	case l.CheckedOn != "" && !confirmed:
		return []error{errors.New("a day of checking without a source")}
	case confirmed && l.CheckedOn.Time().IsZero():
		return []error{errors.New("a source without the day it was read")}
	case l.On && !confirmed:
		return []error{errors.New("on without having been confirmed")}
	}
	return nil
}

// sound says whether a span has hours exactly where its days need them.
func (s Span) sound() bool {
	if s.Days == Always || s.Days == Part {
		return s.From == "" && s.To == ""
	}
	_, from := time.Parse("15:04", s.From)
	_, to := time.Parse("15:04", s.To)
	return s.Days.text() != "" && from == nil && to == nil
}

// same says whether the number shown is the one dialled: its digits are those
// dialled, but for the country code and the zero before a national number.
func same(shown, dialled string) bool {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	a, b := digits(shown), digits(dialled)
	if !strings.HasPrefix(dialled, "+") {
		return a == b
	}
	return len(a) > 4 && strings.HasSuffix(b, strings.TrimPrefix(a, "0"))
}

func plainHTTPS(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil &&
		u.RawQuery == "" && u.Fragment == ""
}
