//go:build bench

package house

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"handrail/internal/platform/db"
)

// ThreadTime is how much processor the thread that asks has used, to the
// nanosecond. getrusage(2) with RUSAGE_THREAD counts the same, by whole ticks
// where the kernel counts so.
func ThreadTime() time.Duration { return used(unix.CLOCK_THREAD_CPUTIME_ID) }

// ProcessTime is that of all threads of this program, the collector's too.
func ProcessTime() time.Duration { return used(unix.CLOCK_PROCESS_CPUTIME_ID) }

func used(clock int32) time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		panic(err) // both are there on every Linux
	}
	return time.Duration(t.Nano())
}

// Backends are the processes of PostgreSQL that serve one database.
type Backends []int

// BackendsOf finds those of a database now. There are none for SQLite. A server
// on another machine cannot be measured, and is an error.
func BackendsOf(ctx context.Context, d *db.DB) (all Backends, err error) {
	if d.Engine() == db.SQLite {
		return nil, nil
	}
	rows, err := d.Writer().QueryContext(ctx, `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			return nil, err
		}
		all = append(all, pid)
	}
	if all.Used() == 0 {
		return nil, errors.New("how much processor PostgreSQL uses cannot be read: it has to run on this machine, and /proc has to show it")
	}
	return all, rows.Err()
}

// Used is how much processor they have used, to the nanosecond.
func (b Backends) Used() (sum time.Duration) {
	for _, pid := range b {
		sum += ran(pid)
	}
	return sum
}

// ran is how long a process of one thread has run: the first number of its
// schedstat. It is 0 for one that is gone, or that cannot be seen.
func ran(pid int) time.Duration {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(line), " ")
	nanos, _ := strconv.ParseInt(first, 10, 64)
	return time.Duration(nanos)
}

// tick is the unit of times in /proc (proc(5): USER_HZ, 100 on all that we run on).
const tick = 10 * time.Millisecond

// Used is how much processor a process has used, with all threads that it has or
// had (proc(5), /proc/PID/stat, fields 14 and 15), in steps of 10 ms.
func Used(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.Atoi(fields[14-3])
	system, _ := strconv.Atoi(fields[15-3])
	return tick * time.Duration(user+system)
}
