package ui_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"handrail/internal/ui"
)

func TestThePageSpeaksTheReadersLanguageAndDirection(t *testing.T) {
	for lang, want := range map[string]struct{ dir, help string }{
		"en": {"ltr", "Help"}, "es": {"ltr", "Ayuda"}, "fr": {"ltr", "Aide"}, "en-XB": {"rtl", ""},
	} {
		p := render(t, ui.WithFrame(speaking(t, lang), frame(t)), ui.Page(ui.PageProps{Title: "x"}))
		root := p.one("html")
		same(t, attr(root, "lang"), lang)
		same(t, attr(root, "dir"), want.dir)
		p.has(want.help)
	}
}

func TestThePageTakesTheReadersLight(t *testing.T) {
	f := frame(t)
	p := render(t, within(t, f), ui.Page(ui.PageProps{Title: "x"}))
	p.lacks("data-theme")
	p.lacks("data-contrast")
	p.has(`media="(prefers-color-scheme: dark)"`)

	f.Theme, f.Contrast = "dark", "high"
	p = render(t, within(t, f), ui.Page(ui.PageProps{Title: "x"}))
	same(t, attr(p.one("html"), "data-theme"), "dark")
	same(t, attr(p.one("html"), "data-contrast"), "high")
	p.has(`<meta name="theme-color" content="#121a24">`)
}

func TestTheWindowSaysThatSomethingIsWrong(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Page(ui.PageProps{Title: "Make a group", Wrong: true}))
	same(t, words(p.all("title")[0]), "Error: Make a group")
}

func TestSearchEnginesAreAskedToStayAwayUnlessInvited(t *testing.T) {
	ctx := within(t, frame(t))
	render(t, ctx, ui.Page(ui.PageProps{Title: "x"})).has(`name="robots" content="noindex`)
	render(t, ctx, ui.Page(ui.PageProps{Title: "x", Index: true})).has(`name="robots" content="index`)
	render(t, ctx, ui.Page(ui.PageProps{Title: "x"})).lacks("og:")
}

func TestHelpThenTheWayOutStandOnEveryPage(t *testing.T) {
	for _, props := range []ui.PageProps{{Title: "x"}, {Title: "x", Plain: true}} {
		p := render(t, within(t, frame(t)), ui.Page(props))
		help, leave := strings.Index(p.text, `href="/help"`), strings.Index(p.text, `class="leave"`)
		if help < 0 || leave < help {
			t.Errorf("Help at %d, the way out at %d", help, leave)
		}
		exits := 0
		for _, form := range p.all("form") {
			if attr(form, "action") == ui.ExitPath && attr(form, "method") == "post" {
				exits++
			}
		}
		same(t, exits, 2) // the one in sight, and the one for keyboards right after the skip link
	}
}

func TestTheBarShowsWhereYouAre(t *testing.T) {
	f := frame(t)
	for path, want := range map[string]string{"/": "Home page", "/groups": "Groups page", "/groups/low-tide": "Groups true", "/groupsy": ""} {
		f.Path = path
		var current []string
		for _, link := range render(t, within(t, f), ui.Page(ui.PageProps{Title: "x"})).all("a") {
			if here := attr(link, "aria-current"); here != "" {
				current = append(current, words(link)+" "+here)
			}
		}
		same(t, strings.Join(current, ", "), want)
	}
}

func TestAPlainPageHasNoBar(t *testing.T) {
	render(t, within(t, frame(t)), ui.Page(ui.PageProps{Title: "x", Plain: true})).lacks(`class="bar"`)
}

func TestAPageMadeForASessionIsNeverKeptAsItIs(t *testing.T) {
	f := frame(t)
	kept := func() page { return render(t, within(t, f), ui.Page(ui.PageProps{Title: "x", Keep: true})) }
	kept().has(`name="handrail-keep" content="afresh"`)
	f.SignedIn = false
	kept().has(`name="handrail-keep" content="as-is"`)
	render(t, within(t, f), ui.Page(ui.PageProps{Title: "x"})).lacks("handrail-keep")
}

func TestTheLiveConnectionIsFetchedOnlyWhereItIsWanted(t *testing.T) {
	f := frame(t)
	render(t, within(t, f), ui.Page(ui.PageProps{Title: "x"})).lacks("live.js")
	f.Live = true
	render(t, within(t, f), ui.Page(ui.PageProps{Title: "x"})).has("live.js")
}

func TestTheFootNamesTheOperatorAndTheZone(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Page(ui.PageProps{Title: "x"}))
	foot := words(p.one("footer"))
	for _, want := range []string{"Run by Marrowby Circle.", "Times are in Lisbon time (UTC+0)."} {
		if !strings.Contains(foot, want) {
			t.Errorf("the foot says %q, without %q", foot, want)
		}
	}
}

func TestAPageWithoutAFrameStillRenders(t *testing.T) {
	p := render(t, t.Context(), ui.Page(ui.PageProps{Title: "Not here"}))
	p.has("/assets/app.css")
	same(t, words(p.all("title")[0]), "Not here")
}

func TestWhatAPersonWroteIsShownAndNeverRun(t *testing.T) {
	f := frame(t)
	f.SiteName = `<script>alert(1)</script>`
	f.Flash = []ui.Notice{{Text: `<img src=x onerror=alert(1)>`}}
	p := holding(t, within(t, f), ui.Page(ui.PageProps{Title: `</title><script>alert(1)</script>`}), ui.Link("javascript:alert(1)", "<b>x</b>"))
	p.lacks("<script>")
	p.lacks("<img")
	p.lacks("javascript:")
}

func TestLinksLeadToPagesAndNumbersOnly(t *testing.T) {
	for href, leads := range map[string]bool{
		"/groups": true, "#top": true, "?page=2": true, "https://example.org/": true, "tel:112": true, "sms:112": true,
		"mailto:a@example.org": true, "javascript:alert(1)": false, "data:text/html,x": false, "vbscript:x": false, " javascript:x": false,
	} {
		for name, c := range map[string]templ.Component{
			"Link": ui.Link(href, "x"), "ButtonLink": ui.ButtonLink(href, ui.ButtonProps{Label: "x"}), "LinkOut": ui.LinkOut(href, "x"),
			"Row": ui.Row(ui.RowProps{Title: "x", Href: href}),
		} {
			got := attr(render(t, within(t, frame(t)), c).one("a"), "href")
			if (got == href) != leads {
				t.Errorf("%s to %q leads to %q", name, href, got)
			}
		}
	}
}

func TestALinkOutTellsNothingOfWhereItCameFrom(t *testing.T) {
	for _, out := range []templ.Component{ui.LinkOut("https://example.org/", "There"), ui.ButtonOut("https://example.org/", "There")} {
		link := render(t, within(t, frame(t)), out).one("a")
		if rel := attr(link, "rel"); !strings.Contains(rel, "noreferrer") {
			t.Errorf("rel=%q", rel)
		}
		same(t, words(link), "There (another site)")
	}
}
