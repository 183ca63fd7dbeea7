package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

func TestEveryKindOfFaultHasItsStatus(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	for kind, status := range map[fault.Kind]int{
		fault.NotFound: 404, fault.Forbidden: 403, fault.Invalid: 422, fault.Conflict: 409, fault.TooMany: 429,
		fault.TooLarge: 413, fault.SignIn: 401, fault.Unavailable: 503, fault.Full: 507,
	} {
		path := fmt.Sprintf("/fault/%d", kind)
		h.route("GET "+path, fails(fmt.Errorf("read a thing: %w", fault.New(kind, "Say this."))))
		if got := h.do(get(path)); got.Code != status || !strings.Contains(got.Body.String(), "Say this.") || got.Header().Get("Retry-After") != "" {
			t.Errorf("kind %d: %d %s", kind, got.Code, got.Body)
		}
	}
	h.route("GET /broken", fails(errors.New("secret detail")))
	if got := h.do(get("/broken", "X-Who", "zoe")); got.Code != 500 || strings.Contains(got.Body.String(), "secret") || !strings.Contains(got.Body.String(), "<i>zoe</i>") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestRetryAfterIsRoundedUp(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	for i, c := range []struct {
		wait time.Duration
		want string
	}{{time.Nanosecond, "1"}, {time.Second, "1"}, {time.Second + time.Millisecond, "2"}, {90*time.Second - time.Millisecond, "90"}, {0, ""}} {
		path := "/wait/" + strconv.Itoa(i)
		h.route("GET "+path, fails(fault.Later(c.wait, "Wait.")))
		if got := h.do(get(path)).Header().Get("Retry-After"); got != c.want {
			t.Errorf("%v: Retry-After %q, want %q", c.wait, got, c.want)
		}
	}
}

func TestTheLimitRefuses(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	done := 0
	once := limit.Rule{Name: "once", Subject: limit.Rate{Count: 1, Per: time.Hour}, Global: limit.Rate{Count: 3, Per: time.Hour}}
	h.route("POST /thing", func(http.ResponseWriter, *http.Request) error { done++; return nil }, func(r *web.Route) { r.Limit = once })
	h.route("GET /probe", say("alive"), func(r *web.Route) { r.Limit = once; r.Audience = web.Machines })
	for _, c := range []struct {
		r    *http.Request
		want int
	}{
		{post("/thing", nil, "X-Who", "zoe"), 200},
		{post("/thing", nil, "X-Who", "zoe"), 429},
		{post("/thing", nil, "X-Who", "sam"), 200},
		{get("/probe"), 200},
		{get("/probe"), 429},
	} {
		if got := h.do(c.r); got.Code != c.want || c.want == 429 && got.Header().Get("Retry-After") == "" {
			t.Errorf("%s %s: %d, Retry-After %q", c.r.Method, c.r.URL, got.Code, got.Header().Get("Retry-After"))
		}
	}
	if done != 2 {
		t.Errorf("done %d times", done)
	}
}

func TestOnlyTheAudienceIsLetIn(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.route("GET /mine", say("mine"), func(r *web.Route) { r.Audience = web.Sessions })
	stranger, nowhere := h.do(get("/mine")), h.do(get("/nowhere"))
	if stranger.Code != 404 || stranger.Body.String() != nowhere.Body.String() {
		t.Errorf("a stranger got %d %s", stranger.Code, stranger.Body)
	}
	h.want(h.do(get("/mine", "X-Who", "zoe")), 200, "")
}

func TestARouteDeclaresEverything(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	for name, r := range map[string]web.Route{
		"audience": {Pattern: "GET /a", Limit: often, Handler: say("")},
		"limit":    {Pattern: "GET /a", Audience: web.Everyone, Handler: say("")},
		"handler":  {Pattern: "GET /a", Audience: web.Everyone, Limit: often},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a route without its %s is taken", name)
				}
			}()
			h.Handle(r)
		}()
	}
	if len(h.Routes()) != 0 {
		t.Error("it stands in the access table")
	}
}

func TestAPanicIsAnErrorPage(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.route("GET /panics", func(http.ResponseWriter, *http.Request) error { panic("Zoe wrote this") })
	got := h.do(get("/panics", "X-Who", "zoe"))
	if got.Code != 500 || !strings.Contains(got.Body.String(), "Something went wrong") || !strings.Contains(got.Body.String(), "<i>zoe</i>") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if h.metric("handrail_http_panics_total") != 1 {
		t.Error("it was not counted")
	}
	if log := h.log.String(); strings.Contains(log, "Zoe wrote") || !strings.Contains(log, "errors_test.go") {
		t.Errorf("logged: %s", log)
	}
}

func TestAPanicHalfWayCutsTheAnswerOff(t *testing.T) {
	h := plainHouse(t, "https://house.example", func(o *web.Options) {
		o.Problem = func(_ context.Context, p web.Problem) templ.Component {
			if p.Kind == fault.Conflict {
				panic("the error page is broken too")
			}
			return problem(context.Background(), p)
		}
	})
	h.route("GET /half", func(w http.ResponseWriter, _ *http.Request) error {
		io.WriteString(w, strings.Repeat("half a page ", 1000))
		panic("half-way")
	})
	h.route("GET /twice", fails(fault.New(fault.Conflict, "No.")))
	server := httptest.NewServer(h)
	defer server.Close()
	answer, err := server.Client().Get(server.URL + "/half")
	if err == nil {
		_, err = io.ReadAll(answer.Body)
		answer.Body.Close()
	}
	if err == nil {
		t.Error("half an answer looks whole")
	}
	if answer, err := server.Client().Get(server.URL + "/twice"); err != nil || answer.StatusCode != 500 {
		t.Errorf("a broken error page: %v", err) // the second panic is of another kind
	}
}

func TestTheErrorPageKeepsWhatEnterFound(t *testing.T) {
	away := fault.New(fault.Unavailable, "Away.")
	h := plainHouse(t, "https://house.example", func(o *web.Options) {
		o.Enter = func(w http.ResponseWriter, r *http.Request) (context.Context, error) {
			ctx, _ := enter(w, r)
			return ctx, away
		}
	})
	h.route("GET /page", say("page"))
	if got := h.do(get("/page", "X-Who", "zoe")); got.Code != 503 || !strings.Contains(got.Body.String(), "<i>zoe</i>") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestDivertComesFirst(t *testing.T) {
	h := plainHouse(t, "https://house.example", func(o *web.Options) {
		o.Divert = func(http.ResponseWriter, *http.Request) string { return "/month" }
	})
	h.route("GET /page", say("page"))
	h.want(h.do(get("/page")), 303, "/month")
}

func TestAPageThatFailsIsNotShownByHalf(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.route("GET /page", func(w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, r, 200, templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			io.WriteString(w, "half")
			return errors.New("the other half is missing")
		}))
	})
	if got := h.do(get("/page")); got.Code != 500 || strings.Contains(got.Body.String(), "half") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

const canary = "CANARY7"

// TestTheLogHoldsNothingThatAnybodyWrote sends the canary by every way there is
// and lets the errors of databases and parsers quote it.
func TestTheLogHoldsNothingThatAnybodyWrote(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		insert := func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO work (note, n) VALUES (?, 1)`, canary)
			return err
		}
		ways := map[string]func(r *http.Request) error{
			"taken": func(r *http.Request) error {
				return errors.Join(h.d.In(r.Context(), insert), h.d.In(r.Context(), insert))
			},
			"syntax": func(r *http.Request) error {
				return h.d.In(r.Context(), func(ctx context.Context, tx *db.Tx) error {
					_, err := db.Scalar[int64](ctx, tx, tx.Pick(db.Pair{SQLite: `SELECT ?`, Postgres: `SELECT CAST(CAST(? AS TEXT) AS BIGINT)`}), canary)
					return fmt.Errorf("count the work: %w", err)
				})
			},
			"number": func(*http.Request) error { _, err := strconv.Atoi(canary); return err },
			"url": func(*http.Request) error {
				_, err := url.Parse(strings.Join([]string{"http:/", canary, "%zz"}, "/"))
				return err
			},
			"quoted": func(*http.Request) error { return fmt.Errorf("read %q: %w", canary, io.EOF) },
			"full": func(*http.Request) error {
				return fmt.Errorf("%w: %w", fault.New(fault.Full, "Full."), fmt.Errorf("write %q: %w", canary, syscall.ENOSPC))
			},
			"panic": func(*http.Request) error { panic(canary) },
			"fine":  func(*http.Request) error { return nil },
		}
		h.route("POST /places/{place}", func(_ http.ResponseWriter, r *http.Request) error {
			if _, err := web.ReadForm(r); err != nil {
				return err
			}
			return ways[r.PathValue("place")[len(canary):]](r)
		})
		for way := range ways {
			h.do(post("/places/"+canary+way+"?q="+canary, url.Values{"text": {canary}, canary: {"x"}, web.OnceField: {canary + way}},
				"Cookie", "seat="+canary, "X-Canary", canary, "User-Agent", canary, "Referer", "https://house.example/"+canary, "X-Forwarded-For", canary, "X-Who", canary))
		}
		odd := get("/"+canary, "Cookie", canary)
		odd.Method = canary
		h.do(odd)
		broken := post("/places/"+canary, nil, "Content-Type", "multipart/form-data; boundary="+canary)
		h.do(broken)
		log := h.log.String()
		if strings.Contains(log, canary) {
			t.Errorf("the log holds what somebody wrote:\n%s", log)
		}
		for _, want := range []string{"POST /places/{place}", "count the work", "no space left on device", "method=other", "status=200", "level=ERROR msg=panic"} {
			if !strings.Contains(log, want) {
				t.Errorf("the log lacks %q:\n%s", want, log)
			}
		}
		if code := map[db.Engine]string{db.SQLite: "*sqlite.Error 2067", db.Postgres: "*pgconn.PgError 23505"}[h.d.Engine()]; !strings.Contains(log, code) {
			t.Errorf("the log lacks the database's code:\n%s", log)
		}
	})
}

func TestAnErrorPageThatFailsIsLoggedWithoutItsWords(t *testing.T) {
	h := plainHouse(t, "https://house.example", func(o *web.Options) {
		o.Problem = func(context.Context, web.Problem) templ.Component {
			return templ.ComponentFunc(func(context.Context, io.Writer) error { return fmt.Errorf("fill in %q", canary) })
		}
	})
	h.do(get("/nowhere"))
	if log := h.log.String(); !strings.Contains(log, "error page failed") || strings.Contains(log, canary) {
		t.Errorf("logged %s", log)
	}
}

func TestTheLogHasNoControlCharacters(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.route("GET /broken/{x}", fails(errors.New("one\ntwo \x1b]0;title\x07\x1b[31m")))
	h.do(get("/broken/%0a%1b%5b31m"))
	odd := get("/")
	odd.Method = "GET\x1b[31m\nlevel=INFO"
	h.do(odd)
	for _, line := range strings.Split(strings.TrimSuffix(h.log.String(), "\n"), "\n") {
		if !strings.HasPrefix(line, "time=") || strings.ContainsAny(line, "\x1b\x07\r") {
			t.Errorf("logged %q", line)
		}
	}
}

func TestTheCauseOfAnError(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("the mast is broken"), "the mast is broken"},
		{fmt.Errorf("read the site: %w", io.EOF), "read the site: EOF"},
		{fmt.Errorf("read %s: %w", "invitation 7", io.EOF), "*fmt.wrapError: EOF"},
		{errors.New(`cannot read "zoe"`), "*errors.errorString"},
		{fmt.Errorf("%w: %w", fault.New(fault.Full, "No room, 507."), syscall.ENOSPC), "No room, 507.: no space left on device"},
		{context.DeadlineExceeded, "context.deadlineExceededError"},
	} {
		if got := web.Cause(c.err); got != c.want {
			t.Errorf("%v is logged as %q, want %q", c.err, got, c.want)
		}
	}
}
