package seek_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/apptest"
)

func TestAListingSaysHowToTakePart(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		h.opens("/meetings/wire",
			`href="https://us02web.zoom.us/j/1?pwd=abc" rel="noreferrer noopener external"`, "Passcode: lantern", `href="tel:+16465588656,,123456789%23"`,
			"On now", "For newcomers", "Spanish", "This is a listing by Prairie Area. We are not affiliated with them.", "Alcoholics Anonymous", "Last changed on")
		h.opens("/meetings/prairie",
			"12 Elm St, Wichita, KS 67202, USA", `href="https://www.openstreetmap.org/directions?to=37.69000%2C-97.34000" rel="noreferrer noopener external"`, `href="geo:37.69000,-97.34000" rel="noreferrer"`,
			"Ring twice.", `href="mailto:web@area.example"`, "Tuesday 1 December 2026, 15:00", "!Take part from where you are")
		h.opens("/meetings/whenever", "By appointment.", "!Add to my calendar")
		for _, path := range []string{"/meetings/nowhere", "/meetings/nowhere.ics", "/meetings/whenever.ics"} {
			if got := h.Get(apptest.Vera, path); got.Code != http.StatusNotFound {
				t.Errorf("%s: %d", path, got.Code)
			}
		}
	})
}

func TestAListingGoesIntoACalendar(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		got := h.Get(apptest.Vera, "/meetings/prairie.ics")
		if got.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
			t.Fatalf("%d: %v", got.Code, got.Header)
		}
		h.says("the calendar", got.Body, "SUMMARY:Prairie Lunch\r\n", "DTSTART;TZID=America/Chicago:20261124T150000\r\n", "RRULE:FREQ=WEEKLY\r\n", "LOCATION:Elm Hall\\, 12 Elm St", "URL:https://handrail.test/meetings/prairie")
	})
}

func TestADeviceSavesMeetings(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		v := &visitor{h, map[string]string{}}
		h.opens("/meetings/saved", "Nothing is saved yet.")
		for _, slug := range []string{"derby", "prairie", "prairie"} {
			if got := v.do("POST", "/meetings/"+slug+"/saving", nil); got.Code != http.StatusSeeOther {
				t.Fatalf("saving: %d %s", got.Code, got.Body)
			}
		}
		h.says("the page of one", mainOf(v.do("GET", "/meetings/derby", nil).Body.String()), "Take off this device", "!Save on this device")
		saved := mainOf(v.do("GET", "/meetings/saved", nil).Body.String())
		if h.says("the list", saved, "Derby Dawn", "Prairie Lunch", "!Open Wire"); strings.Index(saved, "Prairie Lunch") > strings.Index(saved, "Derby Dawn") {
			t.Error("what comes first is not first")
		}
		if strings.Count(saved, "Prairie Lunch") != 1 {
			t.Error("it is there twice")
		}
		v.jar["__Host-saved"] += "|gone-by-now"
		h.says("the list", mainOf(v.do("GET", "/meetings/saved", nil).Body.String()), "Not listed any more", "gone-by-now")
		v.do("POST", "/meetings/gone-by-now/removal", nil)
		v.do("POST", "/meetings/prairie/removal", nil)
		if got := v.jar["__Host-saved"]; got != "derby" {
			t.Errorf("left: %q", got)
		}
		// Leaving quickly takes it away.
		if v.do("POST", "/exit", nil); v.jar["__Host-saved"] != "" {
			t.Error("it is still there after leaving quickly")
		}
	})
}

// TestWhatADeviceKeepsHasAnEnd: the cookie never grows past what browsers keep, and
// one that somebody made up does no harm.
func TestWhatADeviceKeepsHasAnEnd(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		full := strings.TrimSuffix(strings.Repeat("a-slug-that-is-long-"+strings.Repeat("x", 40)+"|", 1), "|")
		var many []string
		for i := range 40 {
			many = append(many, full+string(rune('a'+i%26))+string(rune('a'+i/26)))
		}
		v := &visitor{h, map[string]string{"__Host-saved": strings.Join(many, "|")}}
		if got := v.do("POST", "/meetings/prairie/saving", nil); got.Header().Get("Location") != "/meetings/saved" || strings.Contains(v.jar["__Host-saved"], "prairie") {
			t.Errorf("more than it keeps: %s, %d bytes", got.Header().Get("Location"), len(v.jar["__Host-saved"]))
		}
		for _, made := range []string{strings.Repeat("x", 4000), "../../admin", "a|b|<script>alert(1)</script>"} {
			v := &visitor{h, map[string]string{"__Host-saved": made}}
			if got := v.do("GET", "/meetings/saved", nil); got.Code != 200 || strings.Contains(got.Body.String(), "<script>alert") {
				t.Errorf("%.30q: %d", made, got.Code)
			}
		}
	})
}

func TestAnybodyTellsThatSomethingIsWrong(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		if got := h.Post(apptest.Vera, "/meetings/prairie/notes", url.Values{"text": {" "}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Write what is wrong.") {
			t.Errorf("nothing said: %d", got.Code)
		}
		long := strings.Repeat("é", 1001)
		if got := h.Post(apptest.Vera, "/meetings/prairie/notes", url.Values{"text": {long}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, long) {
			t.Errorf("too long: %d, and it is kept: %v", got.Code, strings.Contains(got.Body, long))
		}
		if got := h.Post(apptest.Vera, "/meetings/prairie/notes", url.Values{"text": {"The door is shut."}}); got.Code != http.StatusSeeOther || got.Header.Get("Location") != "/meetings/prairie" {
			t.Fatalf("told: %d %s", got.Code, got.Body)
		}
		if got := h.Post(apptest.Vera, "/meetings/nowhere/notes", url.Values{"text": {"x"}}); got.Code != http.StatusNotFound {
			t.Errorf("about nothing: %d", got.Code)
		}
		ctx := t.Context()
		notes, err := h.Finder.NotesFor(ctx, h.Steward(), 10)
		if err != nil || len(notes) != 1 || notes[0].Text != "The door is shut." || notes[0].Listing.Slug != "prairie" {
			t.Errorf("the stewards have %v, %v", notes, err)
		}
	})
}

func TestOnlySitesThatWereEnteredHoldTheList(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		ancestors := func() string {
			got := h.Get(apptest.Vera, "/embed/meetings?q=lunch")
			h.says("the list", got.Body, "Prairie Lunch", "!Derby Dawn", "!<script", `<base target="_blank">`, `href="https://handrail.test/meetings"`)
			if got.Header.Get("Set-Cookie") != "" {
				t.Errorf("it sets a cookie: %v", got.Header["Set-Cookie"])
			}
			_, rest, _ := strings.Cut(got.Header.Get("Content-Security-Policy"), "frame-ancestors ")
			list, _, _ := strings.Cut(rest, ";")
			return list
		}
		if got := ancestors(); got != "'none'" {
			t.Errorf("before anybody was entered: %s", got)
		}
		if err := h.Finder.LetEmbed(t.Context(), h.Steward(), []string{"https://area.example/meetings"}); err != nil {
			t.Fatal(err)
		}
		if got := ancestors(); got != "https://area.example" {
			t.Errorf("may hold it: %s", got)
		}
		if got := h.Get(apptest.Vera, "/meetings").Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'none'") {
			t.Errorf("the finder itself: %s", got)
		}
	})
}

func TestAPocketSchedule(t *testing.T) {
	each(t, func(h *house) {
		h.takes("Prairie Area", guide)
		body := h.opens("/meetings/print?open=open", "Pocket schedule", "Open to everybody", "Prairie Lunch", "Elm Hall", "+16465588656", "!Derby Dawn")
		if tuesday, none := strings.Index(body, "<h3>Tuesday</h3>"), strings.Index(body, "<h3>At no set time</h3>"); tuesday < 0 || none < tuesday {
			t.Errorf("days out of order: %d, %d", tuesday, none)
		}
		if strings.Index(body, "Prairie Lunch") > strings.Index(body, "Open Wire") { // 15:00 there, 19:15 here
			t.Error("times out of order")
		}
	})
}

// Steward is the viewer of the one who looks after the site.
func (h *house) Steward() account.Viewer { return h.Viewer(apptest.Stella) }
