package notify_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/account"
	"handrail/internal/notify"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/push"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// pages are the routes of notices behind the real door.
type pages struct {
	*house
	router *web.Router
}

type asKey struct{}

func (h *house) pages() *pages {
	h.t.Helper()
	languages, err := i18n.NewCatalogue(notify.Locale, ui.Locale, web.Locale, mail.Locale, push.Locale)
	h.must(err)
	router := web.NewRouter(web.Options{
		Base: h.options.Base, DB: h.db, Clock: h.clock, Log: h.options.Log, Registry: prometheus.NewRegistry(), Limiter: h.limiter,
		Enter: func(_ http.ResponseWriter, r *http.Request) (context.Context, error) {
			v, _ := r.Context().Value(asKey{}).(account.Viewer)
			ctx := i18n.With(account.With(r.Context(), v), languages.For(language(h, v)))
			return ui.WithFrame(ctx, ui.Frame{SiteName: "Lantern Street", Path: r.URL.Path, OnceKey: id.Token(), Now: h.clock.Now(), SignedIn: true}), nil
		},
		Admit:   func(context.Context, web.Audience) error { return nil },
		Subject: func(ctx context.Context) string { return account.ViewerFrom(ctx).Session },
		Problem: func(context.Context, web.Problem) templ.Component { return templ.NopComponent },
	})
	router.Handle(h.Routes()...)
	return &pages{h, router}
}

func (p *pages) send(v account.Viewer, method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "https://example.org"+path, strings.NewReader(form.Encode()))
	r = r.WithContext(context.WithValue(r.Context(), asKey{}, v))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	p.router.ServeHTTP(w, r)
	return w
}

func (p *pages) get(v account.Viewer, path string, wants ...string) string {
	p.t.Helper()
	w := p.send(v, http.MethodGet, path, nil)
	if w.Code != http.StatusOK {
		p.t.Errorf("GET %s: %d", path, w.Code)
	}
	body := html.UnescapeString(w.Body.String())
	for _, want := range wants {
		if !strings.Contains(body, want) {
			p.t.Errorf("GET %s does not say %q", path, want)
		}
	}
	return body
}

// post sends a form, as name, value, name, value, and wants to be led to a page.
func (p *pages) post(v account.Viewer, path, to string, form ...string) {
	p.t.Helper()
	w := p.send(v, http.MethodPost, path, values(form))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		p.t.Errorf("POST %s: %d to %q, want 303 to %q", path, w.Code, w.Header().Get("Location"), to)
	}
}

// refused sends a form, and wants the page again with what is wrong.
func (p *pages) refused(v account.Viewer, path, why string, form ...string) {
	p.t.Helper()
	w := p.send(v, http.MethodPost, path, values(form))
	if body := html.UnescapeString(w.Body.String()); w.Code != http.StatusUnprocessableEntity || strings.Count(body, why) < 2 {
		p.t.Errorf("POST %s: %d, want 422 and twice %q", path, w.Code, why)
	}
}

func values(form []string) url.Values {
	list := url.Values{"once": {id.Token()}}
	for i := 0; i < len(form); i += 2 {
		list.Add(form[i], form[i+1])
	}
	return list
}

func TestTheListOfNotices(t *testing.T) {
	each(t, func(h *house) {
		p, ana := h.pages(), h.come("en", "")
		p.get(ana, "/notices", "Nothing here", "All seen")
		h.stop()
		h.tell(ana, replied, "tulip")
		h.clock.Advance(time.Minute)
		h.tell(ana, hinted, "")
		ids := h.ids(ana)
		p.get(ana, "/notices", "2 you have not seen", "Bo of tulip answered you", "That is all.", `channel="`+h.Channel(ana.Account)+`"`)
		p.get(ana, "/notices?page=nonsense", "2 you have not seen")
		p.post(ana, "/notices/"+ids[1]+"/opening", "/groups/tulip")
		p.get(ana, "/notices", "1 you have not seen")
		p.post(ana, "/notices/seen", "/notices")
		p.get(ana, "/notices", "All seen")
		p.post(ana, "/notices/"+ids[0]+"/removal", "/notices")
		p.get(ana, "/notices", "You took 1 notice away")
		p.post(ana, "/notices/removal", "/notices")
		p.get(ana, "/notices", "You took 2 notices away", "Nothing here")
		p.post(ana, "/notices/restoration", "/notices")
		p.get(ana, "/notices", "Bo of tulip answered you", "A meeting begins")
		if w := p.send(h.come("en", ""), http.MethodPost, "/notices/"+ids[0]+"/opening", values(nil)); w.Code != http.StatusNotFound {
			t.Errorf("somebody else opens it: %d", w.Code)
		}
	})
}

func TestTheListSaysWhatStays(t *testing.T) {
	each(t, func(h *house) {
		p, ana := h.pages(), h.come("en", "")
		h.tell(ana, warned, "")
		path := "/notices/" + h.ids(ana)[0] + "/removal"
		got := p.send(ana, http.MethodGet, "/notices", nil)
		if page := got.Body.String(); strings.Contains(page, "/removal") || !strings.Contains(page, "so that nobody else can hide it from you") {
			t.Error("the page offers to take away what stays, or does not say why it does not")
		}
		if w := p.send(ana, http.MethodPost, path, values(nil)); w.Code != http.StatusConflict {
			t.Errorf("taking it away: %d", w.Code)
		}
		h.tell(ana, hinted, "")
		p.get(ana, "/notices", `action="/notices/removal"`)
		h.clock.Advance(24 * time.Hour)
		p.get(ana, "/notices", path)
	})
}

func TestThePanelShowsWhatIsNew(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		shown := func(v account.Viewer) string {
			panel, err := h.Panel(h.t.Context(), v)
			h.must(err)
			var text strings.Builder
			h.must(panel.Render(h.t.Context(), &text))
			return text.String()
		}
		if text := shown(ana); strings.Contains(text, "<h2") || !strings.Contains(text, "<notice-bell") {
			t.Errorf("with nothing new: %s", text)
		}
		if text := shown(account.Viewer{}); text != "" {
			t.Errorf("to a visitor: %s", text)
		}
		for range 9 {
			h.tell(ana, hinted, "")
		}
		if n := strings.Count(shown(ana), "A meeting begins</p>"); n > 5 {
			t.Errorf("it shows %d", n)
		}
		if !strings.Contains(shown(ana), "A meeting begins") {
			t.Error("it does not show what is new")
		}
	})
}

func TestSettingsWithoutWaysOut(t *testing.T) {
	each(t, func(h *house) {
		p, ana := h.pages(), h.come("en", "")
		body := p.get(ana, "/settings/notices", "This site sends nothing to phones or mailboxes.")
		for _, no := range []string{"push-notices", `type="email"`, "quiet_from"} {
			if strings.Contains(body, no) {
				t.Errorf("it offers %s", no)
			}
		}
	}, func(_ *house, o *notify.Options) { o.Mail, o.Push = mail.Off{}, push.Off{} })
}

func TestSettingsOfWhatAndWhen(t *testing.T) {
	each(t, func(h *house) {
		p, ana := h.pages(), h.come("en", "")
		p.get(ana, "/settings/notices", `value="22:00"`, `value="08:00"`)
		p.refused(ana, "/settings/notices", "Write two times, like 22:00 and 08:00", "quiet_from", "25:00", "quiet_to", "08:00")
		p.refused(ana, "/settings/notices", "Write two times, like 22:00 and 08:00", "quiet_from", "22:00", "quiet_to", "")
		p.post(ana, "/settings/notices", "/settings/notices", "out", "urgent", "quiet_from", "21:30", "quiet_to", "06:15")
		want := notify.Setting{Quiet: notify.Hours{From: 21*60 + 30, To: 6*60 + 15}, UrgentOut: true, Digest: notify.Never, DigestHour: 9}
		if got, err := h.SettingFor(h.t.Context(), ana); got != want || err != nil {
			t.Errorf("%+v, %v", got, err)
		}
		p.get(ana, "/settings/notices", `value="21:30"`, `value="06:15"`)
		p.post(ana, "/settings/notices", "/settings/notices", "quiet_from", "", "quiet_to", "")
		if got, _ := h.SettingFor(h.t.Context(), ana); got.Quiet != (notify.Hours{}) || got.UrgentOut {
			t.Errorf("%+v", got)
		}
	})
}

func TestSettingsOfMail(t *testing.T) {
	each(t, func(h *house) {
		p, ana := h.pages(), h.come("en", "")
		p.refused(ana, "/settings/notices/address", "That is not an e-mail address we can use", "email", "nobody")
		h.clock.Advance(time.Second)
		p.post(ana, "/settings/notices/address", "/settings/notices", "email", "ana@example.net")
		h.settle()
		code := codeInMail.FindStringSubmatch(strings.ReplaceAll(h.wantLetters(1, "the code")[0], "=\r\n", ""))[1]
		p.get(ana, "/settings/notices", "We sent a code to ana@example.net.")
		p.get(ana, "/settings/notices/address/"+code, `value="`+code+`"`)
		p.refused(ana, "/settings/notices/address/confirmation", "That is not the code", "code", wrong(code))
		p.post(ana, "/settings/notices/address/confirmation", "/settings/notices", "code", code[:3]+" "+code[3:])
		p.get(ana, "/settings/notices", "Messages go to ana@example.net.", "Once a week, on Monday")
		p.refused(ana, "/settings/notices/digest", "Choose how often.", "digest", "hourly", "digest_hour", "9")
		p.refused(ana, "/settings/notices/digest", "Choose a full hour.", "digest", "daily", "digest_hour", "nine")
		p.post(ana, "/settings/notices/digest", "/settings/notices", "digest", "weekly", "digest_hour", "0")
		if got, _ := h.SettingFor(h.t.Context(), ana); got.Digest != notify.Weekly || got.DigestHour != 0 {
			t.Errorf("%+v", got)
		}
		p.post(ana, "/settings/notices/address/removal", "/settings/notices")
		h.wantAddress(ana, notify.Address{}, "once it is taken out")
	})
}

func TestSettingsOfBrowsers(t *testing.T) {
	each(t, func(h *house) {
		p, ana := h.pages(), h.come("en", "")
		phone := h.again(ana)
		p.get(ana, "/settings/notices", `<push-notices key="`+h.options.Push.PublicKey()+`"`, "first put this site on your home screen")
		key, auth := browserKeys(t)
		p.post(ana, "/settings/notices/devices", "/settings/notices", "endpoint", browser, "p256dh", key, "auth", auth)
		p.post(phone, "/settings/notices/devices", "/settings/notices", "endpoint", browser+"/phone", "p256dh", key, "auth", auth)
		p.post(ana, "/settings/notices/devices/preview", "/settings/notices", "preview", "yes")
		devices, err := h.DevicesFor(h.t.Context(), ana)
		if err != nil || len(devices) != 2 || !devices[0].Here || !devices[0].Preview || devices[1].Preview {
			t.Fatalf("%+v, %v", devices, err)
		}
		p.get(ana, "/settings/notices", "Turn notices off in this browser", "Takes notices since")
		p.post(ana, "/settings/notices/devices/"+devices[1].ID+"/removal", "/settings/notices")
		p.post(ana, "/settings/notices/devices/"+devices[0].ID+"/removal", "/settings/notices")
		p.get(ana, "/settings/notices", "Turn notices on in this browser")
	})
}

// TestABrowserTakesNoticesForOne has one browser that Ana used before Zoe.
func TestABrowserTakesNoticesForOne(t *testing.T) {
	each(t, func(h *house) {
		ana, zoe := h.come("en", ""), h.come("en", "")
		h.subscribe(ana, browser)
		h.subscribe(zoe, browser)
		h.subscribe(zoe, browser)
		h.tell(ana, keyAdded, "")
		h.settle()
		h.wantScreens(0, "Ana's, in Zoe's browser")
		h.tell(zoe, keyAdded, "")
		h.settle()
		h.wantScreens(1, "Zoe's")
		h.must(h.accounts.EndAll(h.t.Context(), "account:"+zoe.Account))
		if n := h.count(`SELECT count(*) FROM notify_device`); n != 0 {
			t.Errorf("%d browsers stay after the sessions", n)
		}
	})
}

var windowTitle = regexp.MustCompile(`<title>([^<]*)</title>`)

// TestTitlesOfWindowsTellNothing reads what a list of open windows shows.
func TestTitlesOfWindowsTellNothing(t *testing.T) {
	words := tellingWords(t)
	each(t, func(h *house) {
		p := h.pages()
		for _, language := range []string{"en", "es", "fr"} {
			v := h.come(language, "")
			h.tell(v, keyAdded, "")
			for _, path := range []string{"/notices", "/settings/notices"} {
				title := windowTitle.FindStringSubmatch(p.get(v, path))
				if title == nil || title[1] == "" || len(told(words, title[1])) > 0 {
					t.Errorf("%s in %s: %q", path, language, title)
				}
			}
		}
	})
}

func language(h *house, v account.Viewer) string {
	p, _ := h.person(context.Background(), v.Account)
	return p.Language
}
