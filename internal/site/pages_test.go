package site_test

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/app"
	"handrail/internal/apptest"
)

// telling are words that tell somebody who glances at a phone what this is.
var telling = regexp.MustCompile(`(?i)recover|sober|addict|alcohol|drug|suicid|crisis|twelve|12.step|support group|meeting`)

func TestTheAppOnAHomeScreenTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		answer := newBrowser(a).get("/manifest.webmanifest")
		wantCode(t, answer, 200, "manifest")
		if got := answer.Header.Get("Content-Type"); got != "application/manifest+json" {
			t.Errorf("it is %q", got)
		}
		var manifest struct {
			Name      string
			ShortName string `json:"short_name"`
			Icons     []struct{ Src, Sizes string }
		}
		if err := json.Unmarshal([]byte(answer.Body), &manifest); err != nil {
			t.Fatal(err)
		}
		if manifest.Name != "Lantern Street" || manifest.ShortName != "Lantern Street" || len(manifest.Icons) < 3 {
			t.Errorf("got %+v", manifest)
		}
		for _, icon := range manifest.Icons {
			wantCode(t, newBrowser(a).get(icon.Src), 200, icon.Src)
		}
		if found := telling.FindString(answer.Body); found != "" {
			t.Errorf("it says %q", found)
		}
	})
}

func TestTitlesOfWindowsTellNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, path := range []string{"/", "/help", "/safety", "/privacy", "/accessibility", "/about", "/offline", "/settings/reading", "/month", "/no/such/page"} {
			title := regexp.MustCompile(`<title>([^<]*)</title>`).FindStringSubmatch(newBrowser(a).get(path).Body)
			if len(title) == 0 || title[1] == "" || telling.MatchString(title[1]) {
				t.Errorf("%s has the title %q", path, title)
			}
		}
	})
}

func TestThePrivacyPageNamesEveryColumn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		page := html.UnescapeString(newBrowser(a).get("/privacy").Body)
		rows := strings.Count(page, "<li")
		columns := 0
		for _, table := range app.Declared() {
			for _, column := range table.Columns {
				columns++
				if column.Why == "" || !strings.Contains(page, string(column.Why)) {
					t.Errorf("%s.%s: the page does not say why it is kept: %q", table.Name, column.Name, column.Why)
				}
				if column.Kept == "" || !strings.Contains(page, string(column.Kept)) {
					t.Errorf("%s.%s: the page does not say how long it is kept: %q", table.Name, column.Name, column.Kept)
				}
			}
		}
		if rows < columns {
			t.Errorf("%d columns are declared, and the page lists %d", columns, rows)
		}
	})
}

func TestPublicPagesMayBeKeptForBeingOffline(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, path := range []string{"/help", "/offline", "/safety", "/about", "/accessibility", "/privacy"} {
			wantIn(t, newBrowser(a).get(path).Body, `<meta name="handrail-keep" content="as-is">`)
			wantIn(t, a.Get(apptest.Ana, path).Body, `<meta name="handrail-keep" content="afresh">`)
		}
		for _, path := range []string{"/", "/settings/visit", "/settings/reading", "/no/such/page"} {
			wantNotIn(t, a.Get(apptest.Ana, path).Body, "handrail-keep")
		}
	})
}

func TestBeforeSetUpThePlaceSaysSo(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		front := newBrowser(a).get("/")
		wantCode(t, front, 200, "the first page")
		wantIn(t, front.Body, "Handrail", "This place is being made ready.", `href="/help"`)
		wantIn(t, newBrowser(a).get("/about").Body, "Whoever runs it has not said who they are.", "https://github.com/handrail/handrail")
		wantIn(t, newBrowser(a).get("/help").Body, `href="tel:112"`)
	})
}

func TestSearchEnginesAreKeptToWhatHelps(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wantIn(t, newBrowser(a).get("/robots.txt").Body, "Allow: /help\n", "Disallow: /\n")
		wantIn(t, newBrowser(a).get("/help").Body, `content="index, nofollow"`)
		wantIn(t, newBrowser(a).get("/privacy").Body, `content="noindex`)
	})
}
