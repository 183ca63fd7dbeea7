package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// OnceField is the name of the form field, and OnceHeader of the header, that
// carry the key of a write: the same key is the same write, however often it
// arrives.
const (
	OnceField  = "once"
	OnceHeader = "Idempotency-Key"
	onceLimit  = 200            // bytes of a key
	OnceKept   = 24 * time.Hour // how long an answer is kept
)

// errRepeated stops a transaction whose key has been used.
var errRepeated = errors.New("web: this write was done before")

// claim ties the key of one request to the transaction that does its work.
type claim struct {
	hash    string
	route   string
	claimed bool
}

// once runs the handler so that a write with a key is done at most once. The
// key's row is written in the transaction that does the work: either both are
// on the disk, or neither is.
func (rt *Router) once(w *answer, r *http.Request, route Route) error {
	key, err := onceKey(r, route)
	if err != nil || key == "" {
		if err == nil {
			err = route.Handler(w, r)
		}
		return err
	}
	ctx := r.Context()
	c := &claim{hash: id.Hash(strings.Join([]string{rt.o.Subject(ctx), route.Pattern, r.URL.Path, key}, "\x00")), route: route.Pattern}
	if kept, err := rt.kept(ctx, c.hash); err != nil || kept != nil {
		return rt.repeat(w, r, kept, err)
	}
	err = route.Handler(w, r.WithContext(rt.o.DB.BeforeCommit(ctx, rt.claimIn(c))))
	if errors.Is(err, errRepeated) {
		kept, err := rt.kept(ctx, c.hash)
		return rt.repeat(w, r, kept, err)
	}
	if err == nil && c.claimed {
		rt.keep(context.WithoutCancel(ctx), c.hash, w)
	}
	return err
}

// onceKey reads the key from the header or the form.
func onceKey(r *http.Request, route Route) (string, error) {
	if !isUnsafe(r.Method) || route.Repeatable {
		return "", nil
	}
	key := r.Header.Get(OnceHeader)
	if key == "" {
		if err := parse(r); err != nil {
			return "", err
		}
		key = r.PostForm.Get(OnceField)
	}
	if len(key) > onceLimit {
		return "", fault.New(fault.Invalid, "This form came back broken. Open the page again and try once more.")
	}
	return key, nil
}

// claimIn writes the key's row in the first transaction of the request.
func (rt *Router) claimIn(c *claim) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		if c.claimed {
			return nil
		}
		if _, err := tx.Exec(ctx, insertOnce, c.hash, c.route, clock.Millis(rt.o.Clock.Now())); err != nil {
			if db.IsTaken(err) {
				return errRepeated
			}
			return err
		}
		tx.AfterCommit(func() { c.claimed = true })
		return nil
	}
}

func (rt *Router) kept(ctx context.Context, hash string) (*onceRow, error) {
	var found *onceRow
	err := rt.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := db.One[onceRow](ctx, tx, selectOnce, hash)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		found = &row
		return err
	})
	return found, err
}

// keep stores the answer. If the process ends before it does, the work is done
// all the same, and a repeat is sent back to the page it came from.
func (rt *Router) keep(ctx context.Context, hash string, w *answer) {
	err := rt.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, updateOnce, int64(w.status), w.Header().Get("Location"), hash)
		return err
	})
	if err != nil {
		rt.o.Log.LogAttrs(ctx, slog.LevelWarn, "answer not kept", slog.String("error", cause(err)))
	}
}

func (rt *Router) repeat(w *answer, r *http.Request, kept *onceRow, err error) error {
	if err != nil {
		return err
	}
	rt.metrics.repeats.Inc()
	w.Header().Set("Idempotency-Replayed", "true")
	to := "/"
	if kept != nil && kept.Location != "" {
		to = kept.Location
	} else if back, err := url.Parse(r.Referer()); err == nil && IsOwnPath(back.EscapedPath()) {
		to = back.EscapedPath()
	}
	return SeeOther(w, r, to)
}

// SweepOnce forgets the keys that are older than OnceKept.
func (rt *Router) SweepOnce(ctx context.Context) error {
	return rt.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, deleteOnce, clock.Millis(rt.o.Clock.Now().Add(-OnceKept)))
		return err
	})
}
