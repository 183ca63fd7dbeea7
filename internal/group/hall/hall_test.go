package hall

import (
	"slices"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/word"
)

func TestHowAgreementsBegin(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"a list", `<ul><li>Speak for <em>yourself</em>. Others do too.</li><li>No &lt;names&gt;</li></ul>`, []string{"Speak for yourself.", "No <names>"}},
		{"a list with one inside", `<ul><li>One<ul><li>more</li></ul></li><li>Two</li></ul>`, []string{"One more", "Two"}},
		{"paragraphs", `<h2>Us</h2><p>Be kind! Always.</p><p></p><p>And rest.</p>`, []string{"Be kind!", "And rest."}},
		{"no more than some", strings.Repeat(`<li>Point</li>`, 9), []string{"Point", "Point", "Point", "Point"}},
		{"nothing", ``, nil},
		{"what is not closed", `<ul><li>One`, nil},
	} {
		if got := beginning(c.page); !slices.Equal(got, c.want) {
			t.Errorf("%s begins with %q", c.name, got)
		}
	}
	long := beginning("<p>" + strings.Repeat("évening ", 40) + "</p>")
	if n := len([]rune(long[0])); n > lineMost+1 || !strings.HasSuffix(long[0], "évening…") {
		t.Errorf("a long line is cut to %q", long[0])
	}
}

// What a page says of the group, and between it and the reader.
func TestHowThingsStandIsSaid(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(m *group.Member)
		tab    Tab
		want   string
	}{
		{"open", func(*group.Member) {}, Home, ""},
		{"asked", func(m *group.Member) { m.Group.State = group.Asked }, Home, "waits for a steward"},
		{"refused", func(m *group.Member) { m.Group.State = group.Refused }, Home, "said no"},
		{"paused", func(m *group.Member) { m.Group.State = group.Paused }, Home, "takes a pause"},
		{"over", func(m *group.Member) { m.Group.State = group.Archived; m.Group.Agreement = 9 }, Home, "is over"},
		{"in care", func(m *group.Member) { m.Group.Care = true }, Home, "Nobody leads"},
		{"changed agreements", func(m *group.Member) { m.Group.Agreement = 9 }, People, "agreements have changed"},
		{"changed agreements, on their own page", func(m *group.Member) { m.Group.Agreement = 9 }, Agreements, ""},
	} {
		m := group.Member{Viewer: account.Viewer{Account: "a"}, Group: group.Group{State: group.Open, Agreement: 2, Slug: "low"}, Self: group.Membership{Agreed: 2, Standing: group.Here}}
		c.change(&m)
		var said []string
		for _, one := range (Props{Member: m, Tab: c.tab}).notes(t.Context()) {
			said = append(said, one.Title)
		}
		if got := strings.Join(said, " "); c.want == "" && got != "" || !strings.Contains(got, c.want) || len(said) > 1 {
			t.Errorf("%s says %q", c.name, said)
		}
	}
}

func TestTheRoomsOfAGroup(t *testing.T) {
	labels := func(role group.Role, words word.Set) string {
		m := group.Member{Group: group.Group{Slug: "low", Words: words}, Self: group.Membership{Persona: group.Persona{Role: role}}}
		var list []string
		for _, one := range (Props{Member: m, Tab: People}).rooms(t.Context()) {
			if one.Current {
				one.Label = "[" + one.Label + "]"
			}
			list = append(list, one.Label)
		}
		return strings.Join(list, " ")
	}
	if got := labels(group.Greeter, word.ToolSet); got != "Home Forum Meetings [People] Ground rules Votes" {
		t.Error(got)
	}
	if got := labels(group.CoFacilitator, word.GriefSet); got != "Home Forum Meetings [People] How we are together Votes Looking after it" {
		t.Error(got)
	}
}

// Whoever left has no face, and no name of their own.
func TestPersonas(t *testing.T) {
	drawn := func(p group.Persona) string {
		var b strings.Builder
		if err := Persona("low", p, word.StepSet).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	here := drawn(group.Persona{ID: "1", Name: "Wren", Pronouns: "she/her", Seed: "s", Picture: "key-of-the-file", Role: group.Facilitator, Professional: true})
	for _, want := range []string{"Wren", "she/her · Secretary · profession checked", `src="/groups/low/members/1/picture?`, `alt=""`} {
		if !strings.Contains(here, want) {
			t.Errorf("%q is missing in %s", want, here)
		}
	}
	if strings.Contains(here, "key-of-the-file") {
		t.Error("the key of the file is shown")
	}
	former := drawn(group.Persona{ID: "1", Former: true, Name: "Wren", Seed: "s", Picture: "key", Pronouns: "she/her"})
	if !strings.Contains(former, "A former member") || strings.Contains(former, "Wren") || strings.Contains(former, "she/her") || strings.Contains(former, "<img") || !strings.Contains(former, "stroke-dasharray") {
		t.Errorf("a former member is shown as %s", former)
	}
	if got := Says(t.Context(), group.Persona{Role: group.Plain, Remembered: true}, word.PlainSet); got != "remembered" {
		t.Error(got)
	}
	if Picture("low", group.Persona{ID: "1", Picture: "a"}) == Picture("low", group.Persona{ID: "1", Picture: "b"}) {
		t.Error("another picture has the same address")
	}
}
