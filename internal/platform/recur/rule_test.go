package recur_test

import (
	"encoding/json"
	"strings"
	"testing"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

func TestRulesAreReadAndWritten(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"FREQ=DAILY":                     "FREQ=DAILY",
		"freq=weekly;byday=su":           "FREQ=WEEKLY;BYDAY=SU",
		"BYDAY=FR,MO,WE,MO;FREQ=WEEKLY":  "FREQ=WEEKLY;BYDAY=MO,WE,FR",
		"FREQ=WEEKLY;INTERVAL=1;WKST=MO": "FREQ=WEEKLY",
		"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU":                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU",
		"FREQ=MONTHLY;BYDAY=+2TU":                                "FREQ=MONTHLY;BYDAY=2TU",
		"FREQ=MONTHLY;BYDAY=-1FR,3SA,1SA":                        "FREQ=MONTHLY;BYDAY=1SA,3SA,-1FR",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1":          "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"FREQ=MONTHLY;BYMONTHDAY=-1,15,1":                        "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
		"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20371231":        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20371231",
		"FREQ=YEARLY;BYDAY=20MO;UNTIL=20371231T235959Z":          "FREQ=YEARLY;BYDAY=20MO;UNTIL=20371231T235959Z",
		"FREQ=DAILY;COUNT=10;INTERVAL=1000":                      "FREQ=DAILY;INTERVAL=1000;COUNT=10",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30":                    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;BYMONTH=1,2,3;UNTIL=20371231T235959;WKST=MO": "FREQ=DAILY;BYMONTH=1,2,3;UNTIL=20371231T235959",
	} {
		rule, err := recur.ParseRule(text)
		if err != nil || rule.String() != want || rule.IsZero() != (want == "") {
			t.Errorf("%s became %s: %v", text, rule, err)
		}
		var again recur.Rule
		kept, _ := json.Marshal(rule)
		if err := json.Unmarshal(kept, &again); err != nil || !again.Equal(rule) {
			t.Errorf("%s came back as %s: %v", kept, again, err)
		}
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	for _, text := range []string{
		"FREQ", "FREQ=", "FREQ=HOURLY", "FREQ=MINUTELY;COUNT=2147483647", "FREQ=SECONDLY", "FREQ=FORTNIGHTLY", "INTERVAL=2", ";", "FREQ=DAILY;", ";FREQ=DAILY",
		"FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY\nFREQ=DAILY", "RRULE:FREQ=DAILY", "FREQ=DAILY;X-A=1", "FREQ=DAILY;RSCALE=HEBREW",
		"FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=1001", "FREQ=DAILY;INTERVAL=99999999999999999999", "FREQ=DAILY;INTERVAL=", "FREQ=DAILY;INTERVAL=+2", "FREQ=DAILY;INTERVAL=1.5",
		"FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=4001", "FREQ=DAILY;COUNT=5;UNTIL=20371231",
		"FREQ=DAILY;UNTIL=", "FREQ=DAILY;UNTIL=2037", "FREQ=DAILY;UNTIL=20371331", "FREQ=DAILY;UNTIL=00000101", "FREQ=DAILY;UNTIL=20371231T2359",
		"FREQ=DAILY;BYHOUR=1", "FREQ=DAILY;BYMINUTE=1", "FREQ=DAILY;BYSECOND=1", "FREQ=YEARLY;BYYEARDAY=1", "FREQ=YEARLY;BYWEEKNO=1",
		"FREQ=DAILY;BYDAY=2TU", "FREQ=WEEKLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=6TU", "FREQ=MONTHLY;BYDAY=0TU", "FREQ=YEARLY;BYDAY=54TU", "FREQ=YEARLY;BYMONTH=1;BYDAY=6TU",
		"FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=T", "FREQ=WEEKLY;BYDAY=TU,", "FREQ=WEEKLY;BYDAY=TU;WKST=2SU", "FREQ=WEEKLY;BYDAY=2147483648TU",
		"FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-32", "FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=-1",
		"FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
		"FREQ=MONTHLY;BYMONTHDAY=" + strings.Repeat("1,", 40) + "1", "FREQ=DAILY;INTERVAL=" + strings.Repeat("0", 300) + "1", "\xff", "FREQ=DAILY;\x00",
	} {
		rule, err := recur.ParseRule(text)
		f, ok := fault.From(err)
		if !ok || f.Kind != fault.Invalid || !rule.IsZero() {
			t.Errorf("%q was taken: %s, %v", text, rule, err)
		}
	}
}

// TestAHostileNameIsNotRepeated: what is said names parts of RFC 5545 alone.
func TestAHostileNameIsNotRepeated(t *testing.T) {
	_, err := recur.ParseRule("FREQ=DAILY;<b>=1")
	if f, _ := fault.From(err); f == nil || f.Args != nil {
		t.Errorf("it says %v", err)
	}
	_, err = recur.ParseRule("FREQ=DAILY;BYHOUR=1")
	if f, _ := fault.From(err); f == nil || f.Args["Part"] != "BYHOUR" {
		t.Errorf("it says %v", err)
	}
}
