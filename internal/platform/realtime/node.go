package realtime

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"
)

const (
	// pingEvery and pongWithin drop whoever is gone, or does not read, in less
	// than 30 seconds.
	pingEvery  = 20 * time.Second
	pongWithin = 8 * time.Second

	// waitingBytes is how much may wait for one page that reads slowly; past it
	// the page is told to connect again.
	waitingBytes = 48 << 10

	// messagesInFrame bounds what is copied together to be written at once.
	messagesInFrame = 4

	// channelsEach is how many channels one connection may listen to.
	channelsEach = 32

	// channelLength is the longest name of a channel.
	channelLength = 128

	// connectWithin is the time a new connection has to say what it wants.
	connectWithin = 5 * time.Second

	redisWithin = time.Second
	redisPrefix = "handrail:live"

	// logsASecond keeps pages that talk nonsense from filling the disk.
	logsASecond = 1
	logsAtOnce  = 20
)

func newNode(o Options, label func(channel string) string) (*centrifuge.Node, error) {
	return centrifuge.New(centrifuge.Config{
		Name:                  "handrail", // the default is the name of the machine
		LogLevel:              centrifuge.LogLevelWarn,
		LogHandler:            logHandler(o),
		ClientStaleCloseDelay: connectWithin,
		ClientQueueMaxSize:    waitingBytes,
		ClientChannelLimit:    channelsEach,
		ChannelMaxLength:      channelLength,
		HistoryMetaTTL:        24 * time.Hour,
		Metrics: centrifuge.MetricsConfig{
			RegistererGatherer:       o.Registry,
			GetChannelNamespaceLabel: label,
			RegisteredClientNames:    []string{"js"},
		},
	})
}

// useRedis lets the nodes hear one another.
func useRedis(node *centrifuge.Node, address string) (*centrifuge.RedisShard, error) {
	if address == "" {
		return nil, nil
	}
	shard, err := centrifuge.NewRedisShard(node, centrifuge.RedisShardConfig{Address: address, ConnectTimeout: redisWithin, IOTimeout: redisWithin})
	if err != nil {
		return nil, fmt.Errorf("reach Redis: %w", err)
	}
	broker, err := centrifuge.NewRedisBroker(node, centrifuge.RedisBrokerConfig{Prefix: redisPrefix, Shards: []*centrifuge.RedisShard{shard}})
	if err != nil {
		shard.Close()
		return nil, err
	}
	node.SetBroker(broker)
	return shard, nil
}

// logHandler passes on what the library has to say, without the fields that
// name channels or hold what was sent, and never faster than a disk can bear.
func logHandler(o Options) centrifuge.LogHandler {
	limit := rate.NewLimiter(logsASecond, logsAtOnce)
	return func(e centrifuge.LogEntry) {
		if !limit.AllowN(o.Clock.Now(), 1) {
			return
		}
		level := slog.LevelWarn
		if e.Level == centrifuge.LogLevelError {
			level = slog.LevelError
		}
		attributes := []any{slog.String("says", e.Message)}
		if e.Error != nil {
			attributes = append(attributes, slog.Any("error", e.Error))
		}
		o.Log.Log(context.Background(), level, "realtime", attributes...)
	}
}

type metrics struct {
	ended        *prometheus.CounterVec
	failedSweeps prometheus.Counter
	unannounced  prometheus.Counter
	unpublished  prometheus.Counter
}

func newMetrics(s *sockets, registry *prometheus.Registry) (*metrics, error) {
	m := &metrics{
		ended: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "handrail_realtime_ended_total",
			Help: "Connections closed and subscriptions ended by this node before their page left, by why.",
		}, []string{"what", "why"}),
		failedSweeps: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "handrail_realtime_failed_sweeps_total",
			Help: "Times it could not be looked up which sessions and memberships still hold.",
		}),
		unannounced: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "handrail_realtime_unannounced_total",
			Help: "Times the other nodes could not be told at once what was revoked.",
		}),
		unpublished: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "handrail_realtime_unpublished_total",
			Help: "Publications that could not be handed to Redis.",
		}),
	}
	open := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "handrail_realtime_sockets",
		Help: "Open connections of pages.",
	}, func() float64 { return float64(s.count()) })
	for _, c := range []prometheus.Collector{m.ended, m.failedSweeps, m.unannounced, m.unpublished, open} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("register the metrics of realtime: %w", err)
		}
	}
	return m, nil
}
