//go:build bench

// Sync watches the program's system calls and checks that no write is acknowledged before it is on the disk (SQLite, strace).
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"handrail/bench/house"
)

var writes = flag.Int("writes", 50, "how many writes to watch")

func main() {
	flag.Parse()
	house.Run(run)
}

func run(ctx context.Context, p house.Place) error {
	trace := filepath.Join(p.Folder, "trace")
	h, err := house.New([]string{"strace", "-D", "-f", "-y", "-o", trace, "-s", "160", "-e", "trace=pwrite64,write,fsync,fdatasync,sendto"}, p.Args()...)
	if err != nil {
		return err
	}
	if _, err := h.Start(); err != nil {
		return err
	}
	client := house.Client()
	for n := range *writes {
		if status, err := h.Write(ctx, client, strconv.Itoa(n)); err != nil || status != http.StatusSeeOther {
			return fmt.Errorf("write %d: %d, %v", n, status, err)
		}
	}
	if err := h.Stop(); err != nil {
		return err
	}
	time.Sleep(time.Second) // the tracer ends a moment after the program
	return judge(trace)
}

var (
	walWrite = regexp.MustCompile(`pwrite64\(\d+<[^>]*handrail\.db-wal>`)
	walSync  = regexp.MustCompile(`f(?:data)?sync\(\d+<[^>]*handrail\.db-wal>`)
	answered = regexp.MustCompile(`write\(\d+<[^>]*>, "HTTP/1\.1 303`)
)

// judge walks the calls in order: at each answer, nothing written to the log of
// the database may be waiting for its sync.
func judge(trace string) error {
	file, err := os.Open(trace)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	acks, syncs, early := 0, 0, 0
	syncedSince := false
	for lines.Scan() {
		line := lines.Text()
		switch {
		case walWrite.MatchString(line):
			syncedSince = false
		case walSync.MatchString(line):
			syncs++
			syncedSince = !strings.Contains(line, "unfinished")
		case strings.Contains(line, "sync resumed"):
			syncedSince = true
		case answered.MatchString(line):
			acks++
			if !syncedSince {
				early++
			}
		}
	}
	fmt.Printf("sqlite    %d acknowledgements, %d syncs of the log, %d acknowledged before their sync\n", acks, syncs, early)
	if acks < *writes || syncs < acks || early > 0 {
		return fmt.Errorf("not what was promised")
	}
	return lines.Err()
}
