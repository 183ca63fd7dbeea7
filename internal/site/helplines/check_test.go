package helplines

import (
	"strings"
	"testing"
)

// good is a line that keeps every rule.
func good() Line {
	return Line{
		ID: "gb-shout", Country: "GB", Kind: Crisis, Name: "Shout",
		Phone: Phone{"0808 2000 247", "08082000247"}, SMS: SMS{"85258", "85258", "SHOUT"},
		Web: "https://example.org/help", Hours: []Span{{Days: Daily, From: "08:00", To: "02:00"}},
		Cost: Free, Languages: []string{"en"}, For: Youth, Note: NoTrace, Option: "2",
		Source: "https://example.org/", CheckedOn: "2026-11-22", On: true,
	}
}

func TestCheckAcceptsAGoodLine(t *testing.T) {
	if err := Check([]Line{good()}); err != nil {
		t.Error(err)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*Line)
		want  string
	}{
		"id without country":          {func(l *Line) { l.ID = "shout" }, "the id is not gb-name"},
		"id of another country":       {func(l *Line) { l.ID = "ie-shout" }, "the id is not gb-name"},
		"kind":                        {func(l *Line) { l.Kind = "party" }, "unknown kind"},
		"nowhere to go":               {func(l *Line) { l.Kind, l.Phone, l.SMS, l.Web = Eating, Phone{}, SMS{}, "" }, "cannot be reached"},
		"crisis without a voice":      {func(l *Line) { l.Phone = Phone{} }, "a crisis line is called"},
		"writing to nobody":           {func(l *Line) { l.Kind, l.SMS, l.Web = Writing, SMS{}, "" }, "nothing to write to"},
		"no name":                     {func(l *Line) { l.Name = "" }, "a name is for every line"},
		"emergency without answers":   {func(l *Line) { l.Kind, l.Name = Emergency, "" }, "who answers"},
		"emergency with a name":       {func(l *Line) { l.Kind, l.Answers = Emergency, All }, "a name is for every line"},
		"dial words":                  {func(l *Line) { l.Phone = Phone{"CALL US", "CALLUS"} }, "phone"},
		"dial with spaces":            {func(l *Line) { l.Phone.Dial = "0808 2000 247" }, "phone"},
		"dial something else":         {func(l *Line) { l.Phone.Dial = "08082000248" }, "dials"},
		"dial too much":               {func(l *Line) { l.Phone = Phone{"1234567890123", "1234567890123"} }, "dials"},
		"international and different": {func(l *Line) { l.Phone = Phone{"020 7946 0000", "+442079460001"} }, "dials"},
		"shown but not dialled":       {func(l *Line) { l.Phone.Dial = "" }, "dials"},
		"text goes elsewhere":         {func(l *Line) { l.SMS.Number = "85259" }, "goes to"},
		"text to a word":              {func(l *Line) { l.SMS = SMS{Shown: "SHOUT", Number: "SHOUT"} }, "goes to"},
		"word to text":                {func(l *Line) { l.SMS.Body = "hi&x=1" }, "the word to text"},
		"plain http":                  {func(l *Line) { l.Web = "http://example.org/" }, "web address"},
		"web that tells who asks":     {func(l *Line) { l.Web = "https://example.org/?from=us" }, "web address"},
		"web script":                  {func(l *Line) { l.Web = "javascript:alert(1)" }, "web address"},
		"hours":                       {func(l *Line) { l.Hours = []Span{{Days: Daily}} }, "hours"},
		"hours of always":             {func(l *Line) { l.Hours = []Span{{Days: Always, From: "08:00", To: "09:00"}} }, "hours"},
		"impossible hours":            {func(l *Line) { l.Hours[0].To = "24:30" }, "hours"},
		"unknown days":                {func(l *Line) { l.Hours[0].Days = "weekend" }, "hours"},
		"cost":                        {func(l *Line) { l.Cost = "cheap" }, "unknown cost"},
		"language":                    {func(l *Line) { l.Languages = []string{"English"} }, "unknown language"},
		"audience":                    {func(l *Line) { l.For = "dogs" }, "unknown audience"},
		"note":                        {func(l *Line) { l.Note = "hurry" }, "unknown note"},
		"option":                      {func(l *Line) { l.Option = "12" }, "one digit"},
		"no source":                   {func(l *Line) { l.Source = "" }, "no source"},
		"on but not confirmed":        {func(l *Line) { l.Source, l.CheckedOn = Unconfirmed, "" }, "on without having been confirmed"},
		"a day but not confirmed":     {func(l *Line) { l.Source, l.On = Unconfirmed, false }, "a day of checking without a source"},
		"a source without a day":      {func(l *Line) { l.CheckedOn = "" }, "without the day"},
		"no such day":                 {func(l *Line) { l.CheckedOn = "2026-02-30" }, "without the day"},
	} {
		line := good()
		test.spoil(&line)
		if err := Check([]Line{line}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

func TestCheckFindsWhatIsThereTwice(t *testing.T) {
	again := good()
	if err := Check([]Line{good(), again}); err == nil || !strings.Contains(err.Error(), "used twice") {
		t.Errorf("the same line twice: %v", err)
	}
	again.ID = "gb-other"
	if err := Check([]Line{good(), again}); err == nil || !strings.Contains(err.Error(), "has the number of gb-shout") {
		t.Errorf("two lines with one number: %v", err)
	}
	again.Kind = Gambling // a service may help with two things
	if err := Check([]Line{good(), again}); err != nil {
		t.Error(err)
	}
}
