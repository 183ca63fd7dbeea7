package seek_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
)

func TestAnybodyFindsAMeeting(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		h.opens("/meetings", "6 meetings are listed here.", "Prairie Lunch", "Whenever", "Listed by Prairie Area", "We are not affiliated", "GeoNames", "CC BY 4.0", "Times are in", "Meetings 1 to 6 of 6")
		for query, says := range map[string][]string{
			"q=lunch":                        {"1 meeting fits", "Prairie Lunch", "!Derby Dawn", "“lunch”"},
			"place=wichita":                  {"within 15 miles of Wichita, Kansas, United States", "Prairie Lunch", "Derby Dawn", "!Open Wire", "You may have meant:", "Wichita Falls, Texas"},
			"place=Wichita,+KS&km=10":        {"within 10 km", "Prairie Lunch", "!Derby Dawn"},
			"place=wichita&by=distance":      {"Nearest first", "0.2 miles away", "11 miles away"},
			"at=37.69,-97.34&of=&km=5":       {"where you are", "Prairie Lunch", "!Derby Dawn"},
			"place=Nirgendwo":                {"We know no town called “Nirgendwo”", "0 meetings fit"},
			"place=67037":                    {"Derby Dawn", "!Prairie Lunch"}, // no town, but in an address
			"way=online&day=2":               {"Open Wire", "Evening Wire", "!Prairie Lunch"},
			"way=appointment":                {"Whenever", "!Open Wire", "At no set time", "Ask first"},
			"way=phone":                      {"Open Wire", "!Evening Wire"},
			"when=now":                       {"On now, ", "Open Wire", "Just There", "Just begun", "!Prairie Lunch", "!Evening Wire"},
			"part=morning":                   {"Derby Dawn", "!Open Wire"},
			"lang=spanish":                   {"Open Wire", "!Just There"},
			"open=open&whom=women":           {"Prairie Lunch", "!Open Wire", "Women"},
			"type=men":                       {"Derby Dawn", "!Prairie Lunch"},
			"access=wheelchair":              {"Prairie Lunch", "!Derby Dawn"},
			"programme=aa":                   {"6 meetings fit", "Alcoholics Anonymous"},
			"programme=na":                   {"0 meetings fit"},
			"region=midtown":                 {"in midtown", "Prairie Lunch", "!Derby Dawn"},
			"day=9&way=x&whom=y&page=x":      {"6 meetings are listed here."}, // what means nothing is left out
			"q=" + url.QueryEscape("<b>&\""): {"0 meetings fit", "&lt;b&gt;"},
		} {
			h.opens("/meetings?"+query, says...)
		}
	})
}

// TestTimesAreToldInBothZones: a visitor reads in the site's zone. Around a town, and
// on its own page, what one goes to is told by the clock there.
func TestTimesAreToldInBothZones(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		h.opens("/meetings?q=lunch", ">21:00</time>", "There it is 15:00, Chicago time (UTC−6).")
		h.opens("/meetings?place=wichita&q=lunch", ">15:00</time>", "Chicago time (UTC−6). For you that is 21:00")
		h.opens("/meetings?q=evening", ">22:00</time>", "There it is 16:00, Chicago time (UTC−6).")
		h.opens("/meetings/prairie", ">Today, 15:00</b>", "until 16:00", "For you that is 21:00")
	})
}

func TestNothingThatFitsOffersToLookWider(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		body := h.opens("/meetings?place=Lisbon&km=5&whom=women", "Nothing that we know of fits", "Look as far as 25 km away", "Leave out: Women", "Look online, from anywhere", "If you need somebody now", "tel:")
		for _, leads := range []string{`"/meetings?place=Lisbon&amp;unit=km&amp;whom=women"`, "?unit=km&amp;way=online&amp;whom=women", `"/meetings?km=5&amp;place=Lisbon&amp;unit=km"`} { // the usual distance is not said
			if !strings.Contains(body, leads) {
				t.Errorf("no link leads to %s", leads)
			}
		}
	})
}

func TestPagesOfTwenty(t *testing.T) {
	each(t, func(h *house) {
		var rows []string
		for i := range 45 {
			rows = append(rows, fmt.Sprintf(`{"slug":"m-%02d","name":"Meeting %02d","day":3,"time":"%02d:%02d","types":["O"],"conference_url":"https://us02web.zoom.us/j/1"}`, i, i, 8+i/12, i%12*5))
		}
		h.takes("Many", "["+strings.Join(rows, ",")+"]")
		h.opens("/meetings", "Meetings 1 to 20 of 45", "Meeting 00", "!Meeting 20", `href="/meetings?page=3"`)
		h.opens("/meetings?page=3&q=meeting", "Meetings 41 to 45 of 45", "Meeting 44", "!Meeting 39", `href="/meetings?page=2&amp;q=meeting"`)
		h.says("the window", h.Get(apptest.Vera, "/meetings?page=3&q=meeting").Body, "<title>45 meetings found, page 3 of 3</title>")
		if got := h.Get(apptest.Vera, "/meetings?page=9&q=meeting"); got.Code != http.StatusSeeOther || got.Header.Get("Location") != "/meetings?page=3&q=meeting" {
			t.Errorf("a page that is not there: %d, %s", got.Code, got.Header.Get("Location"))
		}
	})
}

// TestTheDeviceIsAskedHereAlone: no page but the finder's may ask where it is.
func TestTheDeviceIsAskedHereAlone(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		for path, may := range map[string]bool{"/meetings": true, "/meetings?q=x": true, "/meetings/prairie": false, "/now": false, "/meetings/print": false, "/": false} {
			if got := h.Get(apptest.Vera, path).Header.Get("Permissions-Policy"); strings.Contains(got, "geolocation=(self)") != may {
				t.Errorf("%s: %s", path, got)
			}
		}
		body := h.Get(apptest.Vera, "/meetings?place=Wichita").Body
		h.says("the head", body, `title="Meetings Feed" href="https://handrail.test/meetings.json"`)
		// A point that was chosen for one name does not stick to another.
		h.opens("/meetings?at=37.69,-97.34&of=Wichita&place=Lisbon", "!Prairie Lunch", "miles of Lisbon, Portugal")
		// A precise point is rounded before it stands anywhere.
		h.opens("/meetings?at=37.691234,-97.345678&of=", "37.69,-97.35", "!37.6912")
	})
}

func TestHostileWordsStayWords(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Evil <script>alert(9)</script>", hostile)
		for _, path := range []string{"/meetings", "/meetings?place=Wichita", "/meetings/evil", "/now", "/meetings/print", "/embed/meetings"} {
			got := h.Get(apptest.Vera, path)
			h.says(path, got.Body, "!<img src=x", "!<script>alert", "!<svg onload", "!<iframe", "!<b>ZZ", `!href="javascript`, `!href="data:`, "!<i>E</i>")
		}
		h.opens("/meetings/evil", "!bcc=")
	})
}

func TestAFinderPageIsSmall(t *testing.T) {
	each(t, func(h *house) {
		var rows []string
		for i := range 60 {
			rows = append(rows, fmt.Sprintf(`{"slug":"m-%02d","name":"A meeting with quite a long name, number %02d","day":3,"time":"19:00","types":["O","W","X","S"],"location":"The large hall beside the old church","formatted_address":"12 Elm St, Wichita, KS 67202, USA","latitude":37.69,"longitude":-97.34}`, i, i))
		}
		h.takes("Many", "["+strings.Join(rows, ",")+"]")
		got := h.Get(apptest.Vera, "/meetings?place=Springfield&km=250&whom=women&open=open")
		page := h.Get(apptest.Vera, "/meetings?q=meeting&whom=women&open=open&by=distance&place=Wichita")
		if len(page.Body) > 60_000 || len(got.Body) > 60_000 {
			t.Errorf("%d and %d bytes", len(page.Body), len(got.Body))
		}
		t.Logf("%d bytes", len(page.Body))
	})
}

// TestTheDaysMoveOn: the same page, a day on, says other days.
func TestTheDaysMoveOn(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		h.opens("/meetings?q=derby", "Saturday 28 November 2026")
		h.Clock.Advance(72 * time.Hour)
		h.opens("/meetings?q=derby", "Tomorrow")
	})
}
