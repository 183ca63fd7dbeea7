package ui_test

import (
	"strings"
	"testing"
	"time"

	"handrail/internal/ui"
)

func TestMomentsAreShownInTheReadersZoneWithItsName(t *testing.T) {
	lisbon := time.Date(2026, time.November, 22, 19, 30, 0, 0, time.UTC)
	for _, one := range []struct {
		zone string
		at   time.Time
		want string
	}{
		{"Europe/Lisbon", lisbon, "Today, 19:30 Lisbon time (UTC+0)"},
		{"Europe/Lisbon", lisbon.Add(24 * time.Hour), "Tomorrow, 19:30 Lisbon time (UTC+0)"},
		{"Europe/Lisbon", lisbon.Add(-24 * time.Hour), "Yesterday, 19:30 Lisbon time (UTC+0)"},
		{"Europe/Lisbon", lisbon.Add(48 * time.Hour), "Tuesday 24 November 2026, 19:30 Lisbon time (UTC+0)"},
		{"Asia/Kolkata", lisbon, "Tomorrow, 01:00 Kolkata time (UTC+5:30)"}, // it is 23:30 there
		{"Pacific/Auckland", lisbon, "Today, 08:30 Auckland time (UTC+13)"}, // it is 07:00 there
	} {
		f := frame(t)
		f.Zone = zone(t, one.zone)
		same(t, words(render(t, within(t, f), ui.When(ui.WhenProps{At: one.at})).root), one.want)
	}
}

// The clocks go back on 25 October 2026 in Lisbon, and that day has 25 hours.
func TestADayOfTwentyFiveHoursIsOneDay(t *testing.T) {
	f := frame(t)
	f.Now = time.Date(2026, time.October, 24, 23, 30, 0, 0, time.UTC) // 00:30 on the 25th
	same(t, words(render(t, within(t, f), ui.When(ui.WhenProps{At: f.Now.Add(24 * time.Hour)})).root), "Today, 23:30 Lisbon time (UTC+0)")
	same(t, words(render(t, within(t, f), ui.When(ui.WhenProps{At: f.Now.Add(25 * time.Hour)})).root), "Tomorrow, 00:30 Lisbon time (UTC+0)")
}

func TestTheTimeThereIsSaidWhereItDiffers(t *testing.T) {
	at := time.Date(2026, time.November, 22, 19, 30, 0, 0, time.UTC)
	ctx := within(t, frame(t))
	away := render(t, ctx, ui.When(ui.WhenProps{At: at, There: zone(t, "Europe/Amsterdam")}))
	away.has("There it is 20:30, Amsterdam time (UTC+1)")
	render(t, ctx, ui.When(ui.WhenProps{At: at, There: zone(t, "Europe/London")})).lacks("London")
}

func TestMachinesReadTheMoment(t *testing.T) {
	f := frame(t)
	f.Zone = zone(t, "Asia/Kolkata")
	p := render(t, within(t, f), ui.When(ui.WhenProps{At: evening}))
	same(t, attr(p.one("time"), "datetime"), "2026-11-22T23:30:00+05:30")
}

func TestPagesOfALongList(t *testing.T) {
	for _, one := range []struct {
		page, last int
		want       string
	}{
		{1, 1, ""},
		{1, 3, "1 2 3 After"},
		{4, 12, "Before 1 2 3 4 5 … 12 After"},
		{6, 12, "Before 1 … 5 6 7 … 12 After"},
		{12, 12, "Before 1 … 11 12"},
	} {
		var said []string
		p := render(t, within(t, frame(t)), ui.Pages(ui.PagesProps{Label: "Pages", Page: one.page, Last: one.last}))
		for _, n := range p.all("li") {
			said = append(said, words(n))
		}
		same(t, strings.Join(said, " "), one.want)
	}
}

func TestPicturesComeFromTheSeedAlone(t *testing.T) {
	ctx := within(t, frame(t))
	drawn := map[int]string{}
	for n := range 3000 {
		seed := strings.Repeat("s", n%7) + string(rune('a'+n%26)) + string(rune(0x4e00+n))
		look := ui.AvatarLook(seed)
		picture := render(t, ctx, ui.Avatar(ui.AvatarProps{Seed: seed})).text
		if before, ok := drawn[look]; ok && before != picture {
			t.Fatalf("the look %d is drawn in two ways", look)
		}
		drawn[look] = picture
	}
	different := map[string]bool{}
	for _, picture := range drawn {
		different[picture] = true
	}
	same(t, len(different), len(drawn))
	if len(drawn) < ui.AvatarLooks*9/10 {
		t.Errorf("only %d of %d looks came up", len(drawn), ui.AvatarLooks)
	}
}

func TestAPictureOfOnesOwnTakesThePlaceOfTheSeed(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Avatar(ui.AvatarProps{Seed: "s", Picture: "/groups/low-tide/members/1/picture", Size: "l"}))
	img := p.one("img")
	same(t, attr(img, "src")+" "+attr(img, "class"), "/groups/low-tide/members/1/picture avatar avatar-l")
	same(t, attr(img, "alt")+attr(img, "width")+attr(img, "height")+attr(img, "loading")+attr(img, "decoding"), "4040lazyasync")
	p.lacks("<svg")
}

func TestAnUnknownIconIsAnError(t *testing.T) {
	if ui.Icon("unicorn").Render(t.Context(), &strings.Builder{}) == nil {
		t.Error("it was drawn")
	}
}

func TestTakingItBackIsAPost(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Toast(ui.Notice{Text: "Posted.", Undo: "/posts/1/undo"}))
	form := p.one("form")
	same(t, attr(form, "method")+" "+attr(form, "action"), "post /posts/1/undo")
	render(t, within(t, frame(t)), ui.Toast(ui.Notice{Text: "Posted."})).lacks("<form")
}

func TestASheetUnfoldsWithoutScripts(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Sheet(ui.SheetProps{ID: "s", Title: "Leave?", Opener: ui.ButtonProps{Label: "Leave"}}))
	if inside(p.one("h3"), "details") == nil {
		t.Error("the sheet is not in the fold")
	}
}

func TestAContentNoteStaysShut(t *testing.T) {
	p := holding(t, within(t, frame(t)), ui.Heed("A hospital", "Note by the writer"), ui.Badge("hidden words"))
	if _, open := attribute(p.one("details"), "open"); open {
		t.Error("it is open")
	}
}

func TestAStackedTableNamesTheColumnOfEachCell(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Table(ui.TableProps{
		ID: "t", Caption: "Who", Stack: true, Head: []ui.Column{{Label: "Day"}, {Label: "Chair"}}, Rows: [][]ui.Cell{ui.Cells("Sunday", "Saffi")},
	}))
	same(t, attr(p.one("td"), "data-column"), "Chair")
	for _, n := range p.all("table", "tr", "td") {
		if attr(n, "role") == "" {
			t.Errorf("<%s> has no role, which browsers forget when it is set as a block", n.Data)
		}
	}
}
