package picture

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"handrail/internal/platform/fault"
)

// found is what a confined child finds around it.
type found struct {
	Env                  []string
	File, Socket         string // why one cannot be opened
	Privileges           int    // 1: never more than now
	Core, Files, Seconds uint64
	Memory, Addresses    uint64
}

func surroundings() string {
	before, _ := mapped()
	must := func(err error) string {
		if err != nil {
			return err.Error()
		}
		return "opened"
	}
	if err := confine(usualAllowance); err != nil {
		return err.Error()
	}
	f := found{Env: os.Environ()}
	_, err := os.Open("/proc/self/environ")
	f.File = must(err)
	_, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	f.Socket = must(err)
	f.Privileges, _ = unix.PrctlRetInt(unix.PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)
	f.Core, f.Files, f.Seconds = most(unix.RLIMIT_CORE), most(unix.RLIMIT_NOFILE), most(unix.RLIMIT_CPU)
	f.Memory, f.Addresses = most(unix.RLIMIT_AS), before
	out, _ := json.Marshal(f)
	return string(out)
}

// most is a limit that cannot be raised again, or a huge number where it can.
func most(resource int) uint64 {
	var l unix.Rlimit
	unix.Getrlimit(resource, &l)
	return max(l.Cur, l.Max)
}

func TestTheChildHasNothingAroundIt(t *testing.T) {
	t.Setenv("HANDRAIL_SERVER_KEY", "secret")
	m := New(Options{Command: acting("looking")})
	out, err := m.run(patient(t), request{what: face, longest: FaceSide, upload: []byte("GIF8")})
	must(t, err)
	var f found
	must(t, json.Unmarshal(out, &f))
	if len(f.Env) != 0 {
		t.Errorf("it knows %v", f.Env)
	}
	if f.File != "open /proc/self/environ: too many open files" || f.Socket != "too many open files" || f.Files != 0 {
		t.Errorf("a file: %s; a socket: %s; %d may be open", f.File, f.Socket, f.Files)
	}
	if f.Privileges != 1 || f.Core != 0 || f.Seconds != 5*raceFactor || f.Memory != f.Addresses+usualAllowance.memory {
		t.Errorf("%+v", f)
	}
}

func TestTheChildHasFewSecondsOfAProcessor(t *testing.T) {
	_, err := New(Options{Command: acting("busy"), Deadline: time.Hour}).Face(patient(t), []byte("GIF8"))
	if !isHeavy(err) {
		t.Error(err)
	}
}

func TestWithoutLimitsNothingIsDone(t *testing.T) {
	_, err := New(Options{Command: acting("unlimited")}).Face(patient(t), asPNG(t, scene(1, 9, 9)))
	if _, isFault := fault.From(err); err == nil || isFault {
		t.Error(err)
	}
}
