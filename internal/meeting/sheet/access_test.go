package sheet_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/web"
)

// The words that stand in each place that holds some.
const (
	pasted    = "kanarivogel pasted"
	toSay     = "kanarivogel to say"
	titled    = "kanarivogel title"
	inRoom    = "kanarivogel row"
	celebrate = "kanarivogel joy"
	named     = "kanarivogel name"
	answering = "kanarivogel answers"
	led       = "kanarivogel leader"
	page      = "kanarivogel page"
	linked    = "https://example.org/kanarivogel"
)

// furnished has a template and a date with a canary in each column that holds
// words. Marisol is present; Quiet Cedar is not, Curlew left, and Gannet hosts and
// is not present.
func furnished(h *house) (template string) {
	h.t.Helper()
	at := "/groups/" + h.g.Slug + "/run-sheets"
	got := h.Post(h.fay, at, form("name", named))
	h.wants(got, http.StatusSeeOther)
	template = strings.TrimPrefix(got.Header.Get("Location"), h.Base.String())
	h.does(h.fay, template+"/parts/new", form("kind", "reading", "title", titled, "minutes", "4", "leads", led, "words", toSay, "page", page, "link", linked, "pasted", pasted, "may", "yes"), titled, "4 minutes", led)
	h.does(h.fay, at+"/setting", form("minutes", "4", "answering", answering), "A share is about 4 minutes.", answering)
	h.does(h.fay, h.at("/sheet"), form("template", template[strings.LastIndex(template, "/")+1:]))
	for _, who := range []apptest.Person{h.fay, h.ana} {
		h.does(who, h.at("/sheet/presence"), form())
	}
	h.steps(h.fay, "0")
	h.does(h.fay, h.at("/queue/room"), form("room", inRoom))
	h.steps(h.fay, h.part(sheet.Celebrations))
	h.does(h.ana, h.at("/sheet/celebrations"), form("celebrate", celebrate), celebrate)
	must(h.t, h.Groups.Leave(ctx, h.Viewer(h.cleo), h.g.Slug, group.AsFormer))
	return template
}

func TestWhoReadsWhat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		template := furnished(h)
		here := []string{pasted, toSay, titled, inRoom, celebrate, answering, led, page, linked}
		hosting := []string{pasted, toSay, titled, inRoom, answering, led, page, linked, named}
		for _, c := range []struct {
			who  apptest.Person
			sees []string
		}{
			{h.fay, append(hosting, celebrate)}, {h.ana, here}, {h.gil, hosting}, {h.ben, []string{titled}},
			{h.cleo, nil}, {apptest.Zoe, nil}, {apptest.Stella, nil},
		} {
			all := h.everything(c.who, template)
			for _, word := range []string{pasted, toSay, titled, inRoom, celebrate, named, answering, led, page, linked} {
				sees := false
				for _, one := range c.sees {
					sees = sees || one == word
				}
				if found := strings.Contains(all, word); found != sees {
					t.Errorf("%s finds %q: %t", c.who.Name, word, found)
				}
			}
		}
		dump := a.Dump()
		for _, word := range []string{pasted, toSay, titled, inRoom, celebrate, named, led, page, linked} {
			if strings.Contains(dump, word) {
				t.Errorf("%q lies in the clear", word)
			}
		}
	})
}

// everything is what somebody can open of run sheets, in one text.
func (h *house) everything(who apptest.Person, template string) string {
	h.t.Helper()
	var all strings.Builder
	for _, route := range h.Sheets.Routes() {
		method, at, _ := strings.Cut(route.Pattern, " ")
		if method != http.MethodGet {
			continue
		}
		h.Clock.Advance(time.Second)
		at = strings.NewReplacer("{group}", h.g.Slug, "{occurrence}", h.date.Key(), "{template}", template[strings.LastIndex(template, "/")+1:], "{part}", "9").Replace(at)
		got := h.Get(who, at)
		if got.Code >= 500 {
			h.t.Errorf("%s answers %s with %d", at, who.Name, got.Code)
		}
		all.WriteString(got.Body)
	}
	return all.String()
}

// TestWhatOnlyHostsDoDoesNotExistForOthers walks every route that changes
// something, as each who may not.
func TestWhatOnlyHostsDoDoesNotExistForOthers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		template := furnished(h)
		mine := []string{"/hands", "/sheet/presence", "/sheet/celebrations", "/sheet/celebrations/removal"}
		before := a.Dump()
		for _, who := range []apptest.Person{h.ana, h.ben, h.cleo, apptest.Zoe, apptest.Stella} {
			for _, route := range h.Sheets.Routes() {
				if !strings.HasPrefix(route.Pattern, "POST ") || who == h.ana && isOneOf(route, mine) || who == h.ben && isOneOf(route, mine) {
					continue
				}
				h.Clock.Advance(time.Minute)
				at := strings.NewReplacer("{group}", h.g.Slug, "{occurrence}", h.date.Key(), "{template}", template[strings.LastIndex(template, "/")+1:], "{part}", "9").Replace(route.Pattern[len("POST "):])
				fields := url.Values{
					"name": {"x"}, "minutes": {"5"}, "to": {"1"}, "moves": {"2"}, "turns": {"0"}, "do": {"next"}, "room": {"x"}, "template": {sheet.First}, "kind": {"own"}, "title": {"x"}, "way": {"earlier"},
				}
				if got := h.Post(who, at, fields); got.Code != http.StatusNotFound {
					t.Errorf("%s answers %s with %d", route.Pattern, who.Name, got.Code)
				}
			}
		}
		if a.Dump() != before {
			t.Error("something was changed")
		}
	})
}

func isOneOf(route web.Route, below []string) bool {
	for _, one := range below {
		if strings.HasSuffix(route.Pattern, "{occurrence}"+one) {
			return true
		}
	}
	return false
}

func TestWhatWasSaidIsInNobodysCopy(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		furnished(h)
		var copied strings.Builder
		must(t, a.Belongings.WriteCopy(ctx, &copied, a.Viewer(h.ana).Account, a.Clock.Now(), nil))
		if copied.Len() < 100 || strings.Contains(copied.String(), "kanarivogel") {
			t.Errorf("a copy of %d bytes holds words of a meeting", copied.Len())
		}
	})
}
