package helplines

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestAddressesBehindTheButtons(t *testing.T) {
	for _, test := range []struct {
		line     Line
		tel, sms string
	}{
		{Line{}, "", ""},
		{Line{Phone: Phone{"999", "999"}}, "tel:999", ""},
		{Line{Phone: Phone{"1-800-799-7233", "+18007997233"}}, "tel:+18007997233", ""},
		{Line{Phone: Phone{"*4141", "*4141"}}, "tel:*4141", ""},
		{Line{SMS: SMS{"85258", "85258", "SHOUT"}}, "", "sms:85258?body=SHOUT"},
		{Line{SMS: SMS{"50808", "50808", ""}}, "", "sms:50808"},
		{Line{SMS: SMS{"741741", "741741", "HOME please"}}, "", "sms:741741?body=HOME%20please"},
		{Line{SMS: SMS{"741741", "741741", "a+b&c=d?"}}, "", "sms:741741?body=a%2Bb%26c%3Dd%3F"},
	} {
		if got := test.line.TelURI(); got != test.tel {
			t.Errorf("%+v: %q, want %q", test.line.Phone, got, test.tel)
		}
		if got := test.line.SMSURI(); got != test.sms {
			t.Errorf("%+v: %q, want %q", test.line.SMS, got, test.sms)
		}
	}
}

var (
	telURI = regexp.MustCompile(`^tel:(\+[0-9]{7,15}|\*?[0-9]{2,12})$`)
	smsURI = regexp.MustCompile(`^sms:\+?[0-9]{3,15}(\?body=[A-Za-z0-9%]+)?$`)
)

func TestEveryLineHasAddressesThatPhonesUnderstand(t *testing.T) {
	for _, l := range loaded(t) {
		if l.Calls() && !telURI.MatchString(l.TelURI()) {
			t.Errorf("%s: %q", l.ID, l.TelURI())
		}
		if l.Writes() && !smsURI.MatchString(l.SMSURI()) {
			t.Errorf("%s: %q", l.ID, l.SMSURI())
		}
	}
}

// Whatever a steward types, a number that passes Check makes an address that
// dials it and nothing else.
func FuzzTelURI(f *testing.F) {
	for _, seed := range []string{"999", "+18007997233", "*4141", "1800,2", "911;phone-context=evil", "tel:1", "1\n2", "+1 800", "٩٩٩"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, dial string) {
		line := good()
		line.Phone = Phone{dial, dial}
		if Check([]Line{line}) != nil {
			t.Skip("refused")
		}
		if dial == "" {
			return
		}
		if got := line.TelURI(); !telURI.MatchString(got) || strings.TrimPrefix(got, "tel:") != dial {
			t.Errorf("%q makes %q", dial, got)
		}
	})
}

// Whatever the word is, the message holds exactly that word.
func FuzzSMSURI(f *testing.F) {
	for _, seed := range []string{"SHOUT", "HOME please", "a+b", "x&body=y", "\r\n", "é", "%41", "\xff", "#?/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, word string) {
		line := good()
		line.SMS.Body = word
		got := line.SMSURI()
		parsed, err := url.Parse(got)
		if err != nil || parsed.Scheme != "sms" || parsed.Opaque != "85258" || parsed.Fragment != "" {
			t.Fatalf("%q makes %q: %v", word, got, err)
		}
		body, err := url.PathUnescape(strings.TrimPrefix(parsed.RawQuery, "body="))
		if err != nil || body != word || strings.ContainsAny(got, "+ \r\n&") {
			t.Errorf("%q makes %q, which says %q (%v)", word, got, body, err)
		}
	})
}
