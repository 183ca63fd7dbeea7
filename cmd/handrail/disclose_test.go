package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"handrail/internal/account/belongings"
	"handrail/internal/app"
	"handrail/internal/platform/declare"
)

func disclosed() app.Disclosure {
	field := func(name string, state belongings.State, value any) belongings.Field {
		return belongings.Field{Column: declare.Column{Name: name}, State: state, Value: value}
	}
	return app.Disclosure{Name: "Heron-4711", Account: "a1", Tables: []app.DisclosedTable{
		{Name: "account_account", Title: "Your seat", Rows: []belongings.Row{{Fields: []belongings.Field{
			field("name", belongings.Shown, "Heron-4711"), field("salt", belongings.Secret, nil), field("zone", belongings.Empty, nil),
			field("made_at", belongings.Shown, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)), field("steward", belongings.Shown, false),
		}}}},
		{Name: "account_session", Title: "Your visits", Rows: []belongings.Row{
			{Fields: []belongings.Field{field("device", belongings.Locked, nil)}}, {Fields: []belongings.Field{field("device", belongings.Broken, nil)}},
		}},
	}}
}

func TestADisclosureIsShortAndCounted(t *testing.T) {
	var out strings.Builder
	if err := printDisclosed(&out, disclosed()); err != nil {
		t.Fatal(err)
	}
	want := `All that this server holds about Heron-4711.

Your seat
  - name "Heron-4711"; salt (a secret, not shown); made_at 2026-03-01 12:00 UTC; steward false

Your visits
  - device (its key is destroyed, or not here)
  - device (damaged)

Rows
  1  account_account
  2  account_session
  3  in all
`
	if got := strings.Join(trimmed(out.String()), "\n"); got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
}

func trimmed(text string) []string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

func TestADisclosureAsJSON(t *testing.T) {
	var out strings.Builder
	if err := printDisclosedJSON(&out, disclosed()); err != nil {
		t.Fatal(err)
	}
	var got disclosedJSON
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	row := got.Tables[0].Rows[0]
	if got.Name != "Heron-4711" || len(got.Tables) != 2 || len(got.Tables[1].Rows) != 2 || row["name"] != "Heron-4711" || row["zone"] != nil || row["made_at"] != "2026-03-01T12:00:00Z" {
		t.Errorf("it says %s", out.String())
	}
	if secret, is := row["salt"].(map[string]any); !is || secret["secret"] != true {
		t.Errorf("the secret is %v", row["salt"])
	}
}
