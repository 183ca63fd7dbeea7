package jobs

import (
	"context"

	"github.com/riverqueue/river/riverdriver"

	"handrail/internal/platform/db"
)

// bell wakes this process's workers on SQLite, whose file belongs to one
// process. River's own way there is a table that it reads twenty times a
// second on the one connection that writes.
type bell chan struct{}

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default: // rung already, and nobody has looked yet
	}
}

func (b bell) ringAfter(_ context.Context, tx *db.Tx, _ riverdriver.ExecutorTx) error {
	tx.AfterCommit(b.ring)
	return nil
}

// WaitForNotification waits for the next ring.
func (b bell) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-b:
		return &riverdriver.Notification{Topic: insertTopic, Payload: insertNotice}, nil
	}
}

// A bell has no connection to look after.

func (bell) Close(context.Context) error            { return nil }
func (bell) Connect(context.Context) error          { return nil }
func (bell) Listen(context.Context, string) error   { return nil }
func (bell) Ping(context.Context) error             { return nil }
func (bell) Schema() string                         { return "" }
func (bell) SetAfterConnectExec(string)             {}
func (bell) Unlisten(context.Context, string) error { return nil }
