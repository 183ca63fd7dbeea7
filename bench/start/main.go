//go:build bench

// Start measures how long the finished program takes to be ready, and what it weighs when idle.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/bench/house"
)

var runs = flag.Int("runs", 7, "how many starts to measure")

func main() {
	flag.Parse()
	house.Run(run)
}

func run(_ context.Context, p house.Place) error {
	var first, later []time.Duration
	var idle []int
	for n := range *runs {
		h, err := house.New(nil, "--data", filepath.Join(p.Folder, strconv.Itoa(n)))
		if err != nil {
			return err
		}
		for _, list := range []*[]time.Duration{&first, &later} {
			took, err := h.Start()
			if err != nil {
				return err
			}
			*list = append(*list, took)
			time.Sleep(3 * time.Second)
			idle = append(idle, resident(h.Pid()))
			if err := h.Stop(); err != nil {
				return err
			}
		}
	}
	fmt.Printf("ready on an empty folder  median %d ms, worst %d ms\n", house.Share(first, 50).Milliseconds(), slices.Max(first).Milliseconds())
	fmt.Printf("ready the second time     median %d ms, worst %d ms\n", house.Share(later, 50).Milliseconds(), slices.Max(later).Milliseconds())
	slices.Sort(idle)
	fmt.Printf("idle after 3 s            median %.1f MB, worst %.1f MB\n", float64(idle[len(idle)/2])/1024, float64(idle[len(idle)-1])/1024)
	info, err := os.Stat(os.Getenv("HANDRAIL_BINARY"))
	if err == nil {
		fmt.Printf("the program               %.1f MB\n", float64(info.Size())/(1<<20))
	}
	return err
}

// resident is the memory of a process in KiB.
func resident(pid int) int {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kib
		}
	}
	return 0
}
