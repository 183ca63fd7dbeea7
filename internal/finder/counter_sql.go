package finder

import (
	"context"

	"handrail/internal/platform/db"
)

// The counters.
const (
	numberCounter     = "number"     // of listings; the first of ours is 10,000,000
	formatCounter     = "format"     // of formats
	bodyCounter       = "body"       // of service bodies
	changeCounter     = "change"     // of changes
	generationCounter = "generation" // of writes
	publishedCounter  = "published"  // the last generation that readers see
	idsCounter        = "ids"        // more than 0 once a BMLT server was given to keep its numbers
)

// firstNumber is the first of our own numbers. Below it are those of the BMLT
// server that was added first.
const firstNumber = 10_000_000

// take returns the next n numbers of a counter: the first of them. The counter
// is held until the transaction ends, so that who counts first commits first.
func take(ctx context.Context, tx *db.Tx, name string, n int64) (first int64, err error) {
	next, err := db.Scalar[int64](ctx, tx, `UPDATE finder_counter SET value = value + ? WHERE name = ? RETURNING value`, n, name)
	return next - n, err
}

// publish lets readers see all that was written before. All of it is committed,
// because a writer holds the counter of generations until then.
func publish(ctx context.Context, tx *db.Tx) error {
	last, err := take(ctx, tx, generationCounter, 1)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE finder_counter SET value = ? WHERE name = ?`, last, publishedCounter)
	return err
}

func published(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT value FROM finder_counter WHERE name = ?`, publishedCounter)
}
