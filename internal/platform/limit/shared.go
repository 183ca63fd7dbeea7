package limit

import (
	"context"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/rueidis"
)

const (
	// patience is how long a request waits for Redis before this node counts for
	// itself.
	patience = 200 * time.Millisecond

	// pause is how long Redis is then left alone, so that not every request waits
	// for it in vain.
	pause = time.Second
)

var errAway = errors.New("limit: the shared counts are away")

//go:embed spend.lua
var spendScript string

// shared holds the buckets of all nodes, in Redis.
type shared struct {
	client   rueidis.Client
	script   *rueidis.Lua
	log      *slog.Logger
	failures prometheus.Counter
	paused   atomic.Bool // it failed a moment ago
	away     atomic.Bool // it failed, and has not answered since
}

func connect(address string, log *slog.Logger, failures prometheus.Counter) (*shared, error) {
	option, err := rueidis.ParseURL(address)
	if err != nil {
		return nil, fmt.Errorf("read the address of Redis: %w", err)
	}
	option.DisableCache = true
	option.DisableRetry = true
	option.ConnWriteTimeout = time.Second
	option.Dialer.Timeout = time.Second
	option.Dialer.KeepAlive = time.Second
	option.ReadBufferEachConn, option.WriteBufferEachConn = 1<<14, 1<<14
	client, err := rueidis.NewClient(option)
	if err != nil {
		return nil, fmt.Errorf("reach Redis: %w", err)
	}
	return &shared{client: client, script: rueidis.NewLuaScript(spendScript), log: log, failures: failures}, nil
}

func (s *shared) close() { s.client.Close() }

// spend is what memory.spend is, counted for all nodes. Any error means that
// it could not be counted.
func (s *shared) spend(ctx context.Context, bill bill) (time.Duration, bool, error) {
	if s.paused.Load() {
		return 0, false, errAway
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	keys, args := arguments(bill)
	answer, err := s.script.Exec(limited, s.client, keys, args).AsIntSlice()
	if err == nil && len(answer) != 2 {
		err = fmt.Errorf("limit: %d values from the script", len(answer))
	}
	if err != nil {
		if ctx.Err() == nil {
			s.failed(err)
		}
		return 0, false, err
	}
	if s.away.CompareAndSwap(true, false) {
		s.log.Info("limits are shared between the nodes again")
	}
	return time.Duration(answer[1]) * time.Microsecond, answer[0] == 1, nil
}

func arguments(bill bill) (keys, args []string) {
	args = append(args, microseconds(bill.wait), microseconds(bill.longest))
	for _, c := range bill.charges {
		refuses := "0"
		if c.refuses {
			refuses = "1"
		}
		keys = append(keys, "handrail:{limit}:"+base64.RawURLEncoding.EncodeToString(c.key[:]))
		args = append(args, microseconds(max(time.Microsecond, c.rate.interval())), strconv.Itoa(c.rate.Count), refuses)
	}
	return keys, args
}

func microseconds(d time.Duration) string { return strconv.FormatInt(d.Microseconds(), 10) }

// failed leaves Redis alone for a moment. The moment is measured by a timer
// and not by the clock, which may jump.
func (s *shared) failed(err error) {
	s.failures.Inc()
	if s.away.CompareAndSwap(false, true) {
		s.log.Warn("limits are counted by each node for itself while Redis is away", "error", err)
	}
	if s.paused.CompareAndSwap(false, true) {
		time.AfterFunc(pause, func() { s.paused.Store(false) })
	}
}
