package board

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. What is heard of while it is said is asked for more often than
// pages are.
var (
	pageLimit  = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	sinceLimit = limit.Rule{Name: "forum-since", Subject: limit.Rate{Count: 240, Per: time.Minute}, Network: limit.Rate{Count: 2400, Per: time.Minute}, Wait: 2 * time.Second}
	ownLimit   = limit.Rule{Name: "forum-own", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	base    = "/groups/{group}/forum"
	atSpace = base + "/spaces/{space}"
	atTopic = base + "/topics/{topic}"
	atPost  = base + "/posts/{post}"
)

// Routes are this package's rows of the access table. Whoever is outside a group
// is answered as if it did not exist. What is pressed says what it leaves behind,
// so pressing it twice is pressing it once.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	press := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: ownLimit, Handler: h, Repeatable: true}
	}
	since := get(atTopic+"/since/{number}", p.getSince)
	since.Limit = sinceLimit
	return []web.Route{
		get(base, p.getForum),
		press(base+"/read", p.postRead),
		get(base+"/mine", p.getMine),
		get(base+"/kept", p.getKept),

		get(atSpace, p.getSpace),
		press(atSpace+"/following", p.postSpaceFollowing),

		get(atTopic, p.getTopic),
		since,
		press(atTopic+"/following", p.postTopicFollowing),
		press(atTopic+"/reactions", p.postTopicReactions),
		press(atTopic+"/helped", p.postHelped),

		get(atPost, p.getPost),
		get(atPost+"/place", p.getPlace),
		get(atPost+"/cared", p.getCared),
		press(atPost+"/reactions", p.postReactions),
		press(atPost+"/bookmark", p.postBookmark),
	}
}

// pageNumber is the page that a request asks for; 0 where it asks for none.
func pageNumber(r *http.Request) (int, error) {
	asked := r.URL.Query().Get("page")
	if asked == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, fault.Missing()
	}
	return n, nil
}

// The field of what is pressed: "with-you" leaves it, "with-you off" takes it
// back.
const (
	pressField = "to"
	pressOff   = "off"
)

// pressed is what somebody pressed, in words, and whether they left it or took
// it back.
func pressed(r *http.Request) (what []string, leave bool, err error) {
	form, err := web.ReadForm(r)
	if err != nil {
		return nil, false, err
	}
	what = strings.Fields(form.Line(pressField))
	if n := len(what) - 1; n > 0 && what[n] == pressOff {
		return what[:n], false, nil
	}
	if len(what) == 0 {
		return nil, false, fault.Missing()
	}
	return what, true, nil
}

// quietly is how a script says that it stays on the page.
const quietly = "Handrail-Quietly"

// left answers what was pressed: a script hears that it is done, and everybody
// else goes on to where it shows.
func (p *Pages) left(w http.ResponseWriter, r *http.Request, err error, back string) error {
	switch f, expected := fault.From(err); {
	case err != nil && r.Header.Get(quietly) == "" && expected && (f.Kind == fault.Conflict || f.Kind == fault.Forbidden):
		return p.done(w, r, back, f.Say, f.Args)
	case err != nil:
		return err
	case r.Header.Get(quietly) != "":
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.SeeOther(w, r, back)
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.o.Cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// looked tells whether somebody looks at the page: nobody does where a browser
// fetched it ahead.
func looked(r *http.Request) bool { return r.Header.Get("Sec-Purpose") == "" }
