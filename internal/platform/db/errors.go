package db

import (
	"errors"
	"fmt"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"handrail/internal/platform/fault"
)

// errBusy is met when a connection stays taken for longer than turnLimit.
var errBusy = errors.New("db: every connection stayed busy")

// begun marks an error met before anything was done, so a new try is safe.
type begun struct{ error }

func (b begun) Unwrap() error { return b.error }

// Codes of PostgreSQL (Appendix A of its manual).
const (
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
	pgDiskFull      = "53100"
	pgUnique        = "23505"
	pgReadOnly      = "25006"
)

// again tells whether the same transaction may well succeed at the next try.
func again(err error) bool {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return true
	}
	switch pgCode(err) {
	case pgSerialization, pgDeadlock:
		return true
	}
	var b begun
	return errors.As(err, &b) && unreachable(err)
}

// IsTaken tells whether err says that a row with this key is there already.
func IsTaken(err error) bool {
	if pgCode(err) == pgUnique {
		return true
	}
	var e *sqlite.Error
	return errors.As(err, &e) &&
		(e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// explain puts a fault with a kind sentence before the errors a person can
// wait out. The cause stays in the chain, for the log.
func explain(err error) error {
	if err == nil {
		return nil
	}
	if _, said := fault.From(err); said {
		return err
	}
	switch {
	case isFull(err):
		return fmt.Errorf("%w: %w", fault.New(fault.Full,
			"There is no room left to save this. Nothing was lost. Keep this page open, tell those who run this site, and try again later."), err)
	case isReadOnly(err):
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable,
			"Nothing can be saved just now. Reading still works. Keep this page open and try again in a little while."), err)
	case unreachable(err) || errors.Is(err, errBusy):
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable,
			"We cannot reach our records just now. Keep this page open and try again in a moment."), err)
	}
	return err
}

func isFull(err error) bool {
	return sqliteCode(err) == sqlite3.SQLITE_FULL || pgCode(err) == pgDiskFull || errors.Is(err, syscall.ENOSPC)
}

func isReadOnly(err error) bool {
	return sqliteCode(err) == sqlite3.SQLITE_READONLY || pgCode(err) == pgReadOnly
}

func unreachable(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	code := pgCode(err)
	return errors.As(err, &connect) || errors.As(err, &network) && !network.Timeout() ||
		sqliteCode(err) == sqlite3.SQLITE_CANTOPEN || sqliteCode(err) == sqlite3.SQLITE_BUSY ||
		len(code) == 5 && (code[:2] == "08" || code[:3] == "57P")
}

// sqliteCode is the primary result code: the low byte of the extended one.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func pgCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
