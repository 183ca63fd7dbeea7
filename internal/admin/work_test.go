package admin_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"handrail/internal/account"
	"handrail/internal/admin"
	"handrail/internal/apptest"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/jobs/jobstest"
)

// errand is work that fails until it is mended.
type errand struct {
	mended atomic.Bool
	done   atomic.Int64
}

func (e *errand) run(context.Context, struct{}) error {
	if !e.mended.Load() {
		return errors.New("the post office is closed\nand nobody answers")
	}
	e.done.Add(1)
	return nil
}

// failing lets n errands fail for the last time, and says which they are.
func failing(t *testing.T, a *apptest.App, n int) (*errand, []jobs.Failure) {
	t.Helper()
	e := &errand{}
	jobs.Handle(a.Jobs, "test.errand", e.run, jobs.Attempts(1))
	jobstest.Start(t, a.Jobs)
	must(t, a.DB.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for range n {
			if err := a.Jobs.Add(ctx, tx, "test.errand", struct{}{}); err != nil {
				return err
			}
		}
		return nil
	}))
	jobstest.Drain(t, a.Jobs)
	return e, failed(t, a, n)
}

// failed are the failures, of which there must be n.
func failed(t *testing.T, a *apptest.App, n int) []jobs.Failure {
	t.Helper()
	list, err := a.Jobs.Failed(t.Context(), 100, 0)
	must(t, err)
	if len(list) != n {
		t.Fatalf("%d failures, want %d", len(list), n)
	}
	return list
}

func workPath(f jobs.Failure, what string) string {
	return "/admin/work/" + strconv.FormatInt(f.ID, 10) + "/" + what
}

func TestFailedWorkIsTriedAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wants(t, a.Get(apptest.Stella, "/admin/work"), http.StatusOK, "Nothing failed.")
		errand, list := failing(t, a, 1)
		wants(t, a.Get(apptest.Stella, "/admin/work"), http.StatusOK, "test.errand", "the post office is closed", "Tried 1 time")
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Look at 1 piece of work that failed")

		errand.mended.Store(true)
		form := url.Values{"once": {"a key"}}
		for range 2 { // the second time is the same wish, sent again
			wants(t, a.Post(apptest.Stella, workPath(list[0], "attempt"), form), http.StatusSeeOther)
		}
		jobstest.Drain(t, a.Jobs)
		failed(t, a, 0)
		if errand.done.Load() != 1 {
			t.Errorf("the errand was run %d times, want once", errand.done.Load())
		}
		if n := countAction(t, a, "job.retried"); n != 1 {
			t.Errorf("%d entries of the record say that it was tried again, want 1", n)
		}
		wants(t, a.Post(apptest.Stella, workPath(list[0], "attempt"), url.Values{"once": {"another"}}), http.StatusNotFound, "not on the list any more")
	})
}

func TestRemovingWorkNeedsAReason(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		_, list := failing(t, a, 2)
		at := workPath(list[0], "removal")
		wants(t, a.Get(apptest.Stella, at), http.StatusOK, "It will not be done.", "Keep it")
		for reason, want := range map[string]string{" \t": "Write something here.", strings.Repeat("é", 201): "Make this 200 characters or shorter."} {
			wants(t, a.Post(apptest.Stella, at, url.Values{"reason": {reason}}), http.StatusUnprocessableEntity, want, "There is a problem")
		}
		failed(t, a, 2)

		const reason = "The letter went by hand"
		wants(t, a.Post(apptest.Stella, at, url.Values{"reason": {reason}}), http.StatusSeeOther)
		if left := failed(t, a, 1); left[0].ID == list[0].ID {
			t.Error("the wrong one was removed")
		}
		wants(t, a.Get(apptest.Stella, "/admin/record"), http.StatusOK, "Work that failed was removed", "By you", reason)
		sealedReason(t, a, reason)
		wants(t, a.Get(apptest.Stella, at), http.StatusNotFound)
	})
}

// sealedReason looks into the table itself: the reason is there, and cannot be
// read there.
func sealedReason(t *testing.T, a *apptest.App, reason string) {
	t.Helper()
	a.Read(func(ctx context.Context, tx *db.Tx) error {
		sealed, err := db.Scalar[[]byte](ctx, tx, `SELECT reason FROM audit_entry WHERE action = 'job.discarded'`)
		if len(sealed) == 0 || bytes.Contains(sealed, []byte(reason)) {
			t.Errorf("the reason lies in the table as %q", sealed)
		}
		return err
	})
}

func TestWithoutTheRecordNothingIsRemoved(t *testing.T) {
	full := errors.New("no room for another entry")
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			a := fresh(t, engine)
			event.Within(a.Events, func(context.Context, *db.Tx, admin.JobChanged) error { return full })
			_, list := failing(t, a, 1)
			steward := account.Viewer{Session: "s", Pass: "p", Purpose: account.SetUp}
			if err := a.Admin.Remove(t.Context(), steward, list[0].ID, "why not"); !errors.Is(err, full) {
				t.Errorf("removing: %v, want %v", err, full)
			}
			failed(t, a, 1)
		})
	}
}

func TestWorkIsListedInPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		failing(t, a, 23)
		for path, want := range map[string]int{"/admin/work": 20, "/admin/work?page=2": 3, "/admin/work?page=99": 3, "/admin/work?page=-1": 20, "/admin/work?page=x": 20} {
			if got := strings.Count(a.Get(apptest.Stella, path).Body, "/attempt\""); got != want {
				t.Errorf("%s lists %d, want %d", path, got, want)
			}
		}
	})
}
