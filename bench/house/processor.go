//go:build bench

package house

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"handrail/internal/platform/db"
)

// tick is the unit of times in /proc (proc(5): USER_HZ, 100 on all that we run on).
const tick = 10 * time.Millisecond

// Used is how much processor a process has used.
func Used(pid int) time.Duration {
	_, own, _ := stat(pid)
	return own
}

// UsedByAll is that of a server and all its children, those that ended too.
func UsedByAll(server int) time.Duration {
	if server == 0 {
		return 0
	}
	_, own, ended := stat(server)
	sum := own + ended
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, one := range all {
		pid, _ := strconv.Atoi(filepath.Base(one))
		if parent, own, _ := stat(pid); parent == server {
			sum += own
		}
	}
	return sum
}

// stat reads /proc/PID/stat: the parent, the time used, and that of children
// that ended (proc(5): fields 4, 14 and 15, 16 and 17).
func stat(pid int) (parent int, own, ended time.Duration) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, 0
	}
	f := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	number := func(i int) int {
		n, _ := strconv.Atoi(f[i-3])
		return n
	}
	return number(4), tick * time.Duration(number(14)+number(15)), tick * time.Duration(number(16)+number(17))
}

// Postmaster is the process of the PostgreSQL that is used, where it runs on
// this machine and says so; or 0.
func Postmaster(ctx context.Context, address string) int {
	if address == "" {
		return 0
	}
	d, err := db.Open(ctx, db.Options{Address: address})
	if err != nil {
		return 0
	}
	defer d.Close()
	var data string
	err = d.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		data, err = db.Scalar[string](ctx, tx, `SHOW data_directory`)
		return err
	})
	text, missing := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil || missing != nil {
		fmt.Println("postgres   its own processor time cannot be read here, and is not in the figures")
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}
