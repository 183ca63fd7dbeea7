package jobs_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/jobs/jobstest"
)

func TestWaitingJobsMoveToAnotherDatabase(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		now := clock.NewManual(noon)
		var done diary
		q := jobstest.New(t, d, jobs.Options{Clock: now})
		jobs.Handle(q, "room.visit", done.note)
		q.Every("room.air", time.Hour, func(context.Context) error { return nil })
		jobstest.Start(t, q)
		add(t, d, q, "room.visit", "over", true)
		jobstest.Drain(t, q)
		later := jobs.At(noon.Add(time.Hour))
		add(t, d, q, "room.visit", "r1", true, later)
		add(t, d, q, "room.visit", "r2", true, later, jobs.Unique("one"))

		list := export(t, d)
		want := []jobs.Waiting{
			{Kind: "room.visit", Payload: json.RawMessage(`{"RoomID":"r1"}`), At: noon.Add(time.Hour).UnixMilli(), Attempts: jobs.DefaultAttempts},
			{Kind: "room.visit", Payload: json.RawMessage(`{"RoomID":"r2"}`), Key: "one", Unique: true, At: noon.Add(time.Hour).UnixMilli(), Attempts: jobs.DefaultAttempts},
		}
		if diff := cmp.Diff(want, list); diff != "" {
			t.Fatalf("exported (-want +got):\n%s", diff)
		}

		jobstest.Stop(t, q) // or it does them too, once they are due

		fresh := dbtest.Open(t, db.Options{Address: dbtest.SQLite(t, jobstest.Schema)})
		take(t, fresh, list)
		if diff := cmp.Diff(want, export(t, fresh)); diff != "" {
			t.Fatalf("exported again (-want +got):\n%s", diff)
		}
		there := jobstest.New(t, fresh, jobs.Options{Clock: now})
		jobs.Handle(there, "room.visit", done.note)
		add(t, fresh, there, "room.visit", "r3", true, later, jobs.Unique("one")) // adds nothing: r2 waits
		jobstest.Start(t, there)
		jobstest.Drain(t, there)
		done.want(t, "over")
		now.Advance(2 * time.Hour)
		jobstest.Drain(t, there)
		done.want(t, "over", "r1", "r2")
	})
}

func TestMoreJobsWaitThanAreListedAtOnce(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var list []jobs.Waiting
		for i := range 1203 {
			list = append(list, jobs.Waiting{Kind: "room.visit", Payload: json.RawMessage(fmt.Sprintf(`{"RoomID":"r%d"}`, i)), Attempts: 3, At: noon.UnixMilli()})
		}
		take(t, d, list)
		if diff := cmp.Diff(list, export(t, d)); diff != "" {
			t.Error(diff)
		}
	})
}

func export(t *testing.T, d *db.DB) (list []jobs.Waiting) {
	t.Helper()
	must(t, d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		list = nil
		return jobs.Export(ctx, d, tx, func(w jobs.Waiting) error {
			var plain struct{ RoomID string }
			if err := json.Unmarshal(w.Payload, &plain); err != nil {
				return err
			}
			w.Payload, _ = json.Marshal(plain) // the engines put spaces in different places
			list = append(list, w)
			return nil
		})
	}))
	return list
}

func take(t *testing.T, d *db.DB, list []jobs.Waiting) {
	t.Helper()
	must(t, d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error { return jobs.Import(ctx, d, tx, list) }))
}
