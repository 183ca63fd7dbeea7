package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// work writes one row and leads to a page that is named after it.
func (h *house) work(w http.ResponseWriter, r *http.Request) error {
	if err := h.d.In(r.Context(), h.workIn); err != nil {
		return err
	}
	return web.SeeOther(w, r, fmt.Sprintf("/done/%d", h.done()))
}

func (h *house) workIn(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `INSERT INTO work (n) VALUES (1)`)
	return err
}

func (h *house) done() int64 { return h.count(`SELECT COUNT(*) FROM work`) }

func (h *house) kept() int64 { return h.count(`SELECT COUNT(*) FROM web_once`) }

func (h *house) count(query string) int64 {
	h.t.Helper()
	var n int64
	if err := h.d.Writer().QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) wantDone(want int64) {
	h.t.Helper()
	if got := h.done(); got != want {
		h.t.Errorf("the work was done %d times, want %d", got, want)
	}
}

func keyed(key string) url.Values { return url.Values{web.OnceField: {key}} }

func TestTheSameKeyIsTheSameWrite(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /work", h.work)
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
		again := h.do(post("/work", keyed("k")))
		h.want(again, 303, "/done/1")
		if again.Header().Get("Idempotency-Replayed") != "true" || h.metric("handrail_http_repeats_total") != 1 {
			t.Error("the repeat does not say that it is one")
		}
		h.want(h.do(post("/work", nil, web.OnceHeader, "k")), 303, "/done/1")
		h.wantDone(1)
		h.want(h.do(post("/work", keyed("other"))), 303, "/done/2")
		h.want(h.do(post("/work", nil)), 303, "/done/3") // without a key each is a new one
		h.want(h.do(post("/work", nil)), 303, "/done/4")
		if h.kept() != 2 {
			t.Errorf("%d keys are kept, want 2", h.kept())
		}
	})
}

func TestAKeyIsOfOneSessionAndOnePlace(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /work/{place}", h.work)
		h.route("POST /other/{place}", h.work)
		h.route("PUT /work/{place}", h.work)
		put := post("/work/a", keyed("k"))
		put.Method = http.MethodPut
		for i, r := range []*http.Request{
			post("/work/a", keyed("k")),
			post("/work/a", keyed("k"), "X-Who", "zoe"),
			post("/work/a", keyed("k"), "X-Who", "sam"),
			post("/work/b", keyed("k")),
			post("/other/a", keyed("k")),
			put,
		} {
			h.want(h.do(r), 303, fmt.Sprintf("/done/%d", i+1))
		}
	})
}

func TestOfManyAtOnceOneDoesTheWork(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /work", h.work)
		var wait sync.WaitGroup
		answers := make([]*httptest.ResponseRecorder, 20)
		for i := range answers {
			wait.Go(func() { answers[i] = h.do(post("/work", keyed("k"), "Referer", "https://house.example/work")) })
		}
		wait.Wait()
		h.wantDone(1)
		for _, a := range answers {
			if to := a.Header().Get("Location"); a.Code != 303 || to != "/done/1" && to != "/work" {
				t.Errorf("answered %d to %q", a.Code, to)
			}
		}
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
	})
}

func TestACrashAfterTheWorkDoesNotDoItTwice(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /groups/{g}/work", h.work)
		commits := 0
		h.points.set(func(name string) error {
			if name == "db.commit" {
				if commits++; commits > 1 { // the work is on the disk, its answer is not
					return errPower
				}
			}
			return nil
		})
		h.want(h.do(post("/groups/a%20b/work", keyed("k"))), 303, "/done/1")
		h.points.set(nil)
		for referer, to := range map[string]string{
			"https://house.example/groups/a%20b?page=2": "/groups/a%20b",
			"https://house.example/a%3Fb":               "/a%3Fb",
			"https://house.example//evil.example":       "/",
			"https://house.example/%09/evil":            "/%09/evil", // a tab, but never one that a browser would drop
			"://":                                       "/",
			"":                                          "/",
		} {
			h.want(h.do(post("/groups/a%20b/work", keyed("k"), "Referer", referer)), 303, to)
		}
		h.wantDone(1)
		if !strings.Contains(h.log.String(), "answer not kept") {
			t.Error("nobody was told that the answer was not kept")
		}
	})
}

func TestWhatFailedCanBeTriedAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var before, inside, after error
		h.route("POST /work", func(w http.ResponseWriter, r *http.Request) error {
			if before != nil {
				return before
			}
			err := h.d.In(r.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := h.workIn(ctx, tx); err != nil {
					return err
				}
				return inside
			})
			if err != nil {
				return err
			}
			if after != nil {
				return after
			}
			return web.SeeOther(w, r, "/done")
		})
		before = fault.Field("name", "Give it a name.")
		h.want(h.do(post("/work", keyed("k"))), 422, "")
		before, inside = nil, fault.New(fault.Conflict, "Somebody was quicker.")
		h.want(h.do(post("/work", keyed("k"))), 409, "")
		inside = nil
		h.points.set(func(name string) error {
			if name == "db.commit" {
				return errPower
			}
			return nil
		})
		h.want(h.do(post("/work", keyed("k"))), 500, "")
		h.points.set(nil)
		h.wantDone(0)
		if h.kept() != 0 {
			t.Error("a key of work that was undone is kept")
		}
		h.want(h.do(post("/work", keyed("k"))), 303, "/done")
		h.want(h.do(post("/work", keyed("k"))), 303, "/done")
		h.wantDone(1)
		after = fault.New(fault.Unavailable, "The mail is away.")
		h.want(h.do(post("/work", keyed("two"))), 503, "") // the work is done, so it is not done again
		after = nil
		h.want(h.do(post("/work", keyed("two"), "Referer", "https://house.example/back")), 303, "/back")
		h.wantDone(2)
	})
}

// A link is spent by the first: what the second would find is not asked.
func TestARepeatIsAnsweredBeforeTheHandler(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /work", func(w http.ResponseWriter, r *http.Request) error {
			if h.done() > 0 {
				return fault.New(fault.NotFound, "This link has been used.")
			}
			return h.work(w, r)
		})
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
	})
}

func TestAKeyHoldsForAllThatOneRequestWrites(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /work", func(w http.ResponseWriter, r *http.Request) error {
			if err := h.d.In(r.Context(), h.workIn); err != nil {
				return err
			}
			return h.work(w, r)
		})
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/2")
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/2")
	})
}

// A transaction that lost a deadlock is run again, and its key with it.
func TestAKeyIsKeptWhenTheWorkNeedsASecondTry(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /work", h.work)
		lost := false
		h.points.set(func(name string) error {
			if name == "db.commit" && !lost {
				lost = true
				return &pgconn.PgError{Code: "40P01"}
			}
			return nil
		})
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
		if !lost || h.kept() != 1 {
			t.Errorf("lost %v, %d keys kept", lost, h.kept())
		}
	})
}

// A data key is made in a store of its own, in the middle of a write: the
// request's key belongs with the data.
func TestAKeyStoreTakesNoPartInIt(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		store := dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db")})
		keys, err := seal.Open(t.Context(), store, h.clock, make([]byte, seal.KeyBytes))
		if err != nil {
			t.Fatal(err)
		}
		h.route("POST /work", func(w http.ResponseWriter, r *http.Request) error {
			if _, err := keys.Seal(r.Context(), "zoe", []byte("x"), "here"); err != nil {
				return err
			}
			return h.work(w, r)
		})
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/1")
		h.wantDone(1)
	})
}

func TestRepeatableRoutesLookAtNoKey(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /leave", h.work, func(r *web.Route) { r.Repeatable = true })
		h.want(h.do(post("/leave", keyed("k"))), 303, "/done/1")
		h.want(h.do(post("/leave", keyed("k"))), 303, "/done/2")
	})
}

func TestAKeyThatIsTooLongIsRefused(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.route("POST /work", say("done"))
	h.want(h.do(post("/work", keyed(strings.Repeat("k", 200)))), 200, "")
	h.want(h.do(post("/work", keyed(strings.Repeat("k", 201)))), 422, "")
}

func TestKeysAreForgottenAfterADay(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.route("POST /work", h.work)
		h.do(post("/work", keyed("k")))
		sweep := func(after time.Duration, want int64) {
			t.Helper()
			h.clock.Advance(after)
			if err := h.SweepOnce(t.Context()); err != nil || h.kept() != want {
				t.Fatalf("%d keys are kept, want %d: %v", h.kept(), want, err)
			}
		}
		sweep(web.OnceKept, 1)
		sweep(time.Millisecond, 0)
		h.want(h.do(post("/work", keyed("k"))), 303, "/done/2")
	})
}
