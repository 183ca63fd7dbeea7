//go:build bench

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"handrail/internal/platform/db"
)

// processor is how much of a processor this program and, where PostgreSQL runs
// on this machine, its connections to our database have used. Unlike a wait it
// says little about what else the machine does.
func processor(ctx context.Context, d *db.DB) (time.Duration, error) {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return 0, err
	}
	total := time.Duration(own.Utime.Nano() + own.Stime.Nano())
	if d.Engine() == db.SQLite {
		return total, nil
	}
	rows, err := d.Writer().QueryContext(ctx, `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			return 0, err
		}
		total += ran(pid)
	}
	return total, rows.Err()
}

// ran is how long a process of this machine has run: the first number of its
// schedstat, in nanoseconds. It is 0 for one that cannot be seen.
func ran(pid int) time.Duration {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(line), " ")
	nanos, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return 0
	}
	return time.Duration(nanos)
}
