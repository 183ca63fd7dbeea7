package backup_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"filippo.io/age"

	"handrail/internal/backup"
)

// childEnv tells the test program that it is to restore, and at which fault
// point to be killed.
const childEnv = "HANDRAIL_TEST_RESTORE_CHILD"

type child struct {
	Folder, Address, Path, Identity string
	KillAt                          int // the number of the fault point
}

func TestARestoreThatIsKilledLeavesOldOrNew(t *testing.T) {
	if order := os.Getenv(childEnv); order != "" {
		restoreUntilKilled(t, order)
		return
	}
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			who := newIdentity(t)
			h := settled(t, e)
			h.furnish(t, "zoe")
			one := state{rows: h.plain(t), files: h.files(t), path: h.backup(t, who)}
			h.furnish(t, "sam")
			other := state{rows: h.plain(t), files: h.files(t), path: h.backup(t, who)}
			now, next := other, one
			for n := 1; ; n++ {
				points := h.restoreAndKill(t, next.path, who, n)
				if points == nil {
					if n < 10 {
						t.Errorf("only %d fault points", n-1)
					}
					h.want(t, next, "after a whole restore")
					return
				}
				h.settle(t, points)
				if plans := strings.Count(strings.Join(points, " "), "restore.plan"); plans > 1 {
					now, next = next, now
				}
				h.want(t, now, fmt.Sprint("killed at ", points))
			}
		})
	}
}

type state struct{ rows, files, path string }

func (h house) files(t *testing.T) string { return tree(t, filepath.Join(h.folder, "files")) }

func (h house) want(t *testing.T, s state, when string) {
	t.Helper()
	if h.plain(t) != s.rows {
		t.Fatalf("%s: other rows than those that count", when)
	}
	if h.files(t) != s.files {
		t.Fatalf("%s: other uploads than those that count:\n%s\nwant:\n%s", when, h.files(t), s.files)
	}
}

// settle is what the next start does.
func (h house) settle(t *testing.T, points []string) {
	t.Helper()
	target := h.target()
	object := ""
	target.After = func(_ context.Context, name string) error { object = name; return nil }
	if !backup.Unfinished(h.folder) {
		t.Errorf("killed at %v: nothing says that a restore was cut off", points)
	}
	must(t, target.Settle(t.Context()))
	if backup.Unfinished(h.folder) {
		t.Errorf("killed at %v: the staging folder is still there", points)
	}
	if ready := strings.Count(strings.Join(points, " "), "restore.plan") > 1; ready != (object == "2026-03-01T12:00:00Z") {
		t.Errorf("killed at %v: After was called with %q", points, object)
	}
}

// restoreAndKill restores in a process of its own, which ends at the given
// fault point. It says which points were passed, or nil when there were fewer.
func (h house) restoreAndKill(t *testing.T, path string, who *age.X25519Identity, at int) (points []string) {
	t.Helper()
	order, err := json.Marshal(child{Folder: h.folder, Address: h.address, Path: path, Identity: who.String(), KillAt: at})
	must(t, err)
	process := exec.Command(os.Args[0], "-test.run=^TestARestoreThatIsKilledLeavesOldOrNew$")
	process.Env = append(os.Environ(), childEnv+"="+string(order))
	out, err := process.StdoutPipe()
	must(t, err)
	must(t, process.Start())
	killed := true
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "at "); ok {
			points = append(points, name)
		}
		killed = killed && lines.Text() != "restored"
		if strings.Contains(lines.Text(), "FAIL") {
			t.Fatal(lines.Text())
		}
	}
	process.Wait()
	if !killed {
		return nil
	}
	return points
}

func restoreUntilKilled(t *testing.T, order string) {
	var c child
	must(t, json.Unmarshal([]byte(order), &c))
	who, err := age.ParseX25519Identity(c.Identity)
	must(t, err)
	target := house{folder: c.Folder, address: c.Address}.target()
	passed := 0
	target.Points = func(name string) error {
		passed++
		fmt.Println("at", name)
		if passed == c.KillAt {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return nil
	}
	_, err = backup.Restore(t.Context(), c.Path, target, backup.Choice{Identities: []age.Identity{who}})
	must(t, err)
	fmt.Println("restored")
}

func TestARestoreIntoPostgreSQLIsNotFinishedElsewhere(t *testing.T) {
	h := settled(t, engines()[0])
	staging := filepath.Join(h.folder, "restoring")
	must(t, os.Mkdir(staging, 0o700))
	must(t, os.WriteFile(filepath.Join(staging, "plan.json"), []byte(`{"ready":true,"schema":"restore_0","kept":"before-restore-0"}`), 0o600))
	before := tree(t, h.folder)
	if err := h.target().Settle(t.Context()); !errors.Is(err, backup.ErrElsewhere) {
		t.Errorf("settled with %v", err)
	}
	if after := tree(t, h.folder); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}
