package site_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/site/helplines"
)

func TestHelpLinesOfACountry(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		gb := newBrowser(a).get("/help").Body
		wantIn(t, gb, `href="tel:999"`, "Samaritans", `href="sms:85258?body=SHOUT"`, "Checked on 22 November 2026.", "Nobody rang the numbers",
			"stopping all at once can be dangerous", "the amount you took before can kill you", `name="handrail-keep"`)
		if first := regexp.MustCompile(`href="(tel|sms):[^"]*"`).FindString(gb); first != `href="tel:999"` {
			t.Errorf("the first number is %s", first)
		}
		wantIn(t, newBrowser(a).get("/help?country=FR").Body, `href="sms:114"`, "By text message.", `href="tel:112"`)
		wantIn(t, newBrowser(a).get("/help?country=US").Body, `href="tel:911"`, `href="tel:988"`)
		for _, unknown := range []string{"QQ", "AQ", "us", "", "<script>", "USA"} {
			answer := newBrowser(a).get("/help?country=" + url.QueryEscape(unknown))
			wantCode(t, answer, 200, "country "+unknown)
			wantIn(t, answer.Body, `href="tel:`)
			wantNotIn(t, answer.Body, "about:invalid", unsafe(unknown))
		}
	})
}

// unsafe is what must not come back as it was asked, where that means anything.
func unsafe(asked string) string {
	if strings.Contains(asked, "<") {
		return `value="` + asked
	}
	return "\x00"
}

func TestTheCountryIsRememberedOnTheDevice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.get("/help?country=US")
		wantIn(t, b.get("/help").Body, `href="tel:911"`)
		ahead := newBrowser(a)
		ahead.get("/help?country=US", "Sec-Purpose", "prefetch")
		if ahead.holds("reading") != "" {
			t.Error("a page fetched ahead was taken for a choice")
		}
		wantIn(t, newBrowser(a).get("/help").Body, `href="tel:999"`)
	})
}

func TestEveryNumberOnEveryPageCanBeReached(t *testing.T) {
	lines, err := helplines.Load()
	if err != nil {
		t.Fatal(err)
	}
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		pages := map[string]string{}
		for _, l := range lines {
			if !l.On || l.Kind == helplines.Directory {
				continue
			}
			if pages[l.Country] == "" {
				pages[l.Country] = newBrowser(a).get("/help?country=" + l.Country).Body
			}
			if l.Calls() && l.Kind != helplines.Writing && !strings.Contains(pages[l.Country], `href="`+l.TelURI()+`"`) {
				t.Errorf("%s: the number to call is not on the page", l.ID)
			}
			if l.Writes() && !strings.Contains(pages[l.Country], `href="`+l.SMSURI()+`"`) {
				t.Errorf("%s: the number to write to is not on the page", l.ID)
			}
		}
	})
}

func TestNumbersKeepTheirOrderFromRightToLeft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.post("/settings/reading", url.Values{"language": {"en-XB"}})
		page := b.get("/help").Body
		wantIn(t, page, `dir="rtl"`, `<bdi dir="ltr">116 123</bdi>`, "\u2066116 123\u2069")
		wantNotIn(t, newBrowser(a).get("/help").Body, "\u2066")
	})
}

func TestStewardsDecideWhichLinesAreShown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		off := shipped(t, func(l helplines.Line) bool { return !l.On && l.Country == "GB" && l.Calls() })
		wantNotIn(t, a.Get(apptest.Vera, "/help").Body, off.Name)
		wantIn(t, a.Get(apptest.Stella, "/admin/help-lines").Body, off.Name, "Nobody has checked this number yet.")

		at := "/admin/help-lines/" + off.ID
		wantTo(t, a.Post(apptest.Stella, at+"/confirmation", nil), "/admin/help-lines?country=GB")
		wantIn(t, a.Get(apptest.Vera, "/help").Body, off.Name, off.Phone.Shown, "Checked on 24 November 2026.")
		wantTo(t, a.Post(apptest.Stella, at+"/rest", nil), "/admin/help-lines?country=GB")
		wantNotIn(t, a.Get(apptest.Vera, "/help").Body, off.Name)
		wantCode(t, a.Post(apptest.Stella, at+"/removal", nil), 404, "a shipped line can only rest")
		wantCode(t, a.Post(apptest.Stella, "/admin/help-lines/gb-nobody/confirmation", nil), 404, "no such line")
		for _, p := range []apptest.Person{apptest.Vera, apptest.Ana, apptest.Lee} {
			if code := a.Post(p, at+"/confirmation", nil).Code; code != 404 && code != 401 {
				t.Errorf("%s confirmed a line: %d", p.Name, code)
			}
		}
		wantNotIn(t, a.Get(apptest.Vera, "/help").Body, off.Name)
		wantActions(t, a, "help_line.rested", "help_line.confirmed")
	})
}

func shipped(t *testing.T, which func(helplines.Line) bool) helplines.Line {
	t.Helper()
	lines, err := helplines.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if which(l) {
			return l
		}
	}
	t.Fatal("no shipped line is like that")
	return helplines.Line{}
}

func ownLine(changes ...string) url.Values {
	form := url.Values{
		"country": {"GB"}, "kind": {"substance"}, "name": {"The Porch Light"}, "phone": {"0800 111 2222"},
		"sms": {"60060"}, "sms_body": {"PORCH"}, "web": {"https://porch.example/"},
	}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

func TestStewardsAddLinesOfTheirOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wantTo(t, a.Post(apptest.Stella, "/admin/help-lines", ownLine()), "/admin/help-lines?country=GB")
		wantIn(t, a.Get(apptest.Vera, "/help").Body, "The Porch Light", `href="tel:08001112222"`, `href="sms:60060?body=PORCH"`, "Checked on 24 November 2026.")
		removal := regexp.MustCompile(`/admin/help-lines/gb-own-[0-9a-f]+/removal`).FindString(a.Get(apptest.Stella, "/admin/help-lines").Body)
		wantTo(t, a.Post(apptest.Stella, removal, nil), "/admin/help-lines?country=GB")
		wantNotIn(t, a.Get(apptest.Vera, "/help").Body, "The Porch Light")
		wantCode(t, a.Post(apptest.Stella, removal, nil), 404, "removed before")
		wantActions(t, a, "help_line.removed", "help_line.added")
	})
}

func TestAWrongNumberIsRefusedKindly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, c := range []struct{ field, value, says string }{
			{"kind", "", "Choose what the line helps with."},
			{"kind", "emergency", "Choose what the line helps with."},
			{"kind", "magic", "Choose what the line helps with."},
			{"name", "", "Write the name that the service uses for itself."},
			{"name", strings.Repeat("x", 121), "Make this 120 characters or shorter."},
			{"phone", "call me", "Write the number as people dial it"},
			{"phone", "0800 111 2222;ext=1", "Write the number as people dial it"},
			{"web", "http://porch.example/", "Write a full address that begins with https://"},
			{"web", "javascript:alert(1)", "Write a full address that begins with https://"},
			{"sms", "60060?body=x", "Write the number as people type it."},
			{"sms_body", "TWO WORDS & more", "Write the number as people type it."},
		} {
			answer := a.Post(apptest.Stella, "/admin/help-lines", ownLine(c.field, c.value))
			wantCode(t, answer, 422, c.field+" "+c.value)
			wantIn(t, answer.Body, "<title>Error: ", `aria-invalid="true"`)
			if strings.Count(answer.Body, c.says) < 2 {
				t.Errorf("%s %q: %q stands not both in the summary and at the field", c.field, c.value, c.says)
			}
			if c.field != "name" {
				wantIn(t, answer.Body, `value="The Porch Light"`)
			}
		}
		nothing := a.Post(apptest.Stella, "/admin/help-lines", ownLine("phone", "", "sms", "", "sms_body", "", "web", ""))
		wantIn(t, nothing.Body, "Write a phone number, a number for messages, or a web address.")
		wantNotIn(t, a.Get(apptest.Vera, "/help").Body, "The Porch Light")
	})
}
