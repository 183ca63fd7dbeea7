package picture

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// hash is what a busy child works on, for nothing.
var hash int

// TestMain lets this test binary be the child, and others that the tests put in
// its place.
func TestMain(m *testing.M) {
	if IsWorker() {
		Main()
	}
	if len(os.Args) == 3 && os.Args[1] == "act" {
		os.Exit(act(os.Args[2]))
	}
	os.Exit(m.Run())
}

// acting is a Command whose child does something else. The files are its third
// and those that follow.
func acting(as string, files ...*os.File) func() *exec.Cmd {
	return func() *exec.Cmd {
		c := exec.Command(os.Args[0], "act", as)
		c.ExtraFiles = files
		return c
	}
}

// all is what a child lets through that believes every header.
var all = ceiling{side: math.MaxInt, pixels: math.MaxInt, steps: math.MaxInt, memory: math.MaxInt64}

func act(as string) int {
	switch as {
	case "crashing":
		panic("the decoder fell over")
	case "chattering":
		fmt.Print(strings.Repeat("chatter", 1<<20))
	case "slow":
		return slow()
	case "parent":
		New(Options{Command: acting("slow", os.NewFile(3, ""), os.NewFile(4, ""))}).Face(context.Background(), []byte("GIF8"))
	case "busy":
		confine(allowance{memory: usualAllowance.memory, processor: time.Second})
		for spent := 0; ; spent++ {
			hash = hash*31 + spent
		}
	case "unlimited":
		confine(usualAllowance) // what it needs to look at can no longer be opened
		return work(os.Stdin, os.Stdout, usualAllowance, usual)
	case "credulous":
		return work(os.Stdin, os.Stdout, usualAllowance, all)
	case "hoarding":
		return hoard(usualAllowance)
	case "hoarding, as it may":
		return hoard(allowance{memory: 1 << 40, processor: time.Minute})
	case "looking":
		fmt.Print(surroundings())
	case "measured":
		return measured()
	}
	return 0
}

// hoard asks for much memory, and then says something that makes sense.
func hoard(a allowance) int {
	if confine(a) != nil {
		return unlimited
	}
	much := make([]byte, 600<<20)
	writeAnswer(os.Stdout, Picture{Bytes: []byte("\xff\xd8\xff"), Width: len(much) >> 22, Height: len(much) >> 22}, fine)
	return done
}

// slow says its number, and works once there is nothing more to wait for.
func slow() int {
	fmt.Fprintf(os.NewFile(3, ""), "%8d", os.Getpid())
	io.Copy(io.Discard, os.NewFile(4, ""))
	return work(os.Stdin, os.Stdout, usualAllowance, usual)
}

// measured works, and says the most memory that it had at once. The file is
// opened before, as nothing can be opened afterwards.
func measured() int {
	status, err := os.Open("/proc/self/status")
	if err != nil {
		return unlimited
	}
	code := work(os.Stdin, os.Stdout, usualAllowance, usual)
	all, _ := io.ReadAll(status)
	os.NewFile(3, "").Write(regexp.MustCompile(`VmHWM:.*\n`).Find(all))
	return code
}
