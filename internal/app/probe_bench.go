//go:build bench

package app

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/id"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/web"
)

// probed is what the probe announces.
type probed struct {
	ProbeID string
	Tag     string
}

var freely = limit.Rule{Name: "bench", Global: limit.Rate{Count: 1 << 20, Per: time.Second}}

// probeRoutes are the routes that only the benchmarks' program has: a write
// through all that a real one passes, a count of what it left, and a rendering.
func (a *App) probeRoutes() []web.Route {
	if err := a.makeProbeTables(); err != nil {
		panic(err)
	}
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e probed) error {
		_, err := tx.Exec(ctx, `INSERT INTO bench_within (id, tag) VALUES (?, ?)`, e.ProbeID, e.Tag)
		return err
	})
	event.Later(a.Events, "bench.probe", func(ctx context.Context, e probed) error {
		return a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO bench_job (id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING`, e.ProbeID, e.Tag)
			return err
		})
	})
	return []web.Route{
		{Pattern: "POST /bench/writes", Audience: web.Everyone, Limit: freely, Handler: a.postProbe},
		{Pattern: "GET /bench/writes", Audience: web.Everyone, Limit: freely, Handler: a.getProbes},
		{Pattern: "POST /bench/render", Audience: web.Everyone, Limit: freely, MaxBody: 2 << 20, Handler: a.postRender},
	}
}

func (a *App) makeProbeTables() error {
	return a.DB.Exclusive(context.Background(), "bench tables", func(ctx context.Context) error {
		return a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			for _, statement := range []string{
				`CREATE TABLE IF NOT EXISTS bench_probe (id TEXT PRIMARY KEY, tag TEXT NOT NULL, at BIGINT NOT NULL)`,
				`CREATE TABLE IF NOT EXISTS bench_within (id TEXT PRIMARY KEY, tag TEXT NOT NULL)`,
				`CREATE TABLE IF NOT EXISTS bench_job (id TEXT PRIMARY KEY, tag TEXT NOT NULL)`,
			} {
				if _, err := tx.Exec(ctx, statement); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// postProbe writes one row under a new id, however often it is asked: only the
// idempotency key keeps a repeat from writing another.
func (a *App) postProbe(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	probe := probed{ProbeID: id.New(a.Config.Clock), Tag: form.Line("tag")}
	err = a.DB.In(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO bench_probe (id, tag, at) VALUES (?, ?, ?)`, probe.ProbeID, probe.Tag, clock.Millis(a.Config.Clock.Now())); err != nil {
			return err
		}
		return a.Events.Emit(ctx, tx, probe)
	})
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/bench/writes")
}

func (a *App) getProbes(w http.ResponseWriter, r *http.Request) error {
	counts := map[string]int64{}
	var integrity string
	err := a.DB.Read(r.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		for name, query := range map[string]string{
			"probes": `SELECT COUNT(*) FROM bench_probe`, "tags": `SELECT COUNT(DISTINCT tag) FROM bench_probe`,
			"within": `SELECT COUNT(*) FROM bench_within`, "jobs": `SELECT COUNT(*) FROM bench_job`,
			"matched": `SELECT COUNT(*) FROM bench_probe p JOIN bench_within w ON w.id = p.id JOIN bench_job j ON j.id = p.id`,
		} {
			if counts[name], err = db.Scalar[int64](ctx, tx, query); err != nil {
				return err
			}
		}
		integrity, err = db.Scalar[string](ctx, tx, tx.Pick(db.Pair{SQLite: `PRAGMA integrity_check`, Postgres: `SELECT 'ok'`}))
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]any{"counts": counts, "integrity": integrity})
}

func (a *App) postRender(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	body, err := a.Text.Render(r.Context(), richtext.Post, r.PostForm.Get("text"))
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(body.HTML))
	return err
}
