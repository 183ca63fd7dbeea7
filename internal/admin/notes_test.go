package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/apptest"
)

func TestStewardsArrangeContentNotes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		const list = "/admin/content-notes"
		post := func(path string, form url.Values, say string) {
			t.Helper()
			wants(t, a.Post(apptest.Stella, list+path, form), http.StatusSeeOther)
			wants(t, a.Get(apptest.Stella, "/admin/record"), http.StatusOK, say)
		}
		wants(t, a.Get(apptest.Stella, list), http.StatusOK, "Grief and death", "All of them are in use.", "Take out of use: Sex", `href="`+list+`/grief"`)
		wants(t, a.Post(apptest.Stella, list, url.Values{"label": {"grief and DEATH"}, "about": {"So it is."}}), http.StatusUnprocessableEntity, "This topic is on the list already.", `value="So it is."`)
		post("", url.Values{"label": {"The <b>sea"}, "about": {"Being far out."}}, "A content note was added")
		page := a.Get(apptest.Stella, list)
		wants(t, page, http.StatusOK, "The &lt;b&gt;sea", "Being far out.")
		own := regexp.MustCompile(list + `/([0-9a-f-]{36})"`).FindStringSubmatch(page.Body)
		if own == nil {
			t.Fatal("no way leads to the one that was added")
		}
		if strings.Contains(page.Body, own[1]+`/down"`) || !strings.Contains(page.Body, own[1]+`/up"`) || strings.Contains(page.Body, list+`/use/up"`) {
			t.Error("the first can go up, or the last down")
		}
		post("/"+own[1]+"/up", nil, "The content notes were put in another order")
		if page := a.Get(apptest.Stella, list).Body; !strings.Contains(page, own[1]+`/down"`) {
			t.Error("it was not moved up")
		}

		wants(t, a.Get(apptest.Stella, list+"/grief"), http.StatusOK, `value="Grief and death"`)
		wants(t, a.Post(apptest.Stella, list+"/grief", url.Values{"label": {""}, "about": {"Missed."}}), http.StatusUnprocessableEntity, "Type what the topic is called.", `value="Missed."`)
		post("/grief", url.Values{"label": {"Loss"}, "about": {"Missed."}}, "A content note was given other words")
		wants(t, a.Get(apptest.Stella, list+"/grief"), http.StatusOK, `value="Loss"`, "Use them again")
		wants(t, a.Get(apptest.Ana, "/settings/content-notes"), http.StatusOK, "Loss", "The &lt;b&gt;sea")
		post("/grief/restoration", nil, "A content note was given its first words back")
		post("/grief/removal", nil, "A content note was taken out of use")
		wants(t, a.Get(apptest.Stella, list), http.StatusOK, "Put it back: Grief and death")
		if page := a.Get(apptest.Ana, "/settings/content-notes"); strings.Contains(page.Body, "Grief and death") {
			t.Error("readers are asked about what is out of use")
		}
		post("/grief/return", nil, "A content note was put back on the list")
		wants(t, a.Get(apptest.Stella, "/admin/record"), http.StatusOK, "Grief and death")

		for _, path := range []string{"/nothing", "/nothing/removal", "/grief/burning"} {
			if got := a.Post(apptest.Stella, list+path, url.Values{"label": {"x"}}); got.Code != http.StatusNotFound {
				t.Errorf("%s: %d", path, got.Code)
			}
		}
		wants(t, a.Get(apptest.Stella, list+"/nothing"), http.StatusNotFound)
		wants(t, a.Get(apptest.Ana, list), http.StatusNotFound)
	})
}
