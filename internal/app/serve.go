package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/net/netutil"

	"handrail/internal/account"
)

// Opened is what somebody who started Handrail has to know.
type Opened struct {
	URL       string // where to open it
	SetUpLink string // opens the house to its first steward, once; "" when there is one
}

// The limits of every listener.
const (
	headerTime   = 10 * time.Second
	readTime     = 60 * time.Second
	writeTime    = 90 * time.Second
	idleTime     = 2 * time.Minute
	headerBytes  = 32 << 10
	mostConns    = 15000
	stopWithin   = 10 * time.Second
	linkLasts    = 24 * time.Hour
	seenInterval = time.Minute
)

// Serve runs a whole Handrail until ctx ends, then lets go gracefully: what was
// begun is answered, sockets are told to come back, jobs are finished. opened
// is called once it answers.
func Serve(ctx context.Context, c Config, opened func(Opened)) error {
	if err := c.Check(); err != nil {
		return err
	}
	if err := c.claimFolder(); err != nil {
		return err
	}
	unlock, err := c.Folder.Lock()
	if err != nil {
		return fmt.Errorf("%w: %s", err, c.Folder)
	}
	defer unlock()
	if err := c.Settle(ctx); err != nil {
		return err
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	base, err := c.base(listener.Addr())
	if err != nil {
		return err
	}
	if err := c.fillDemo(ctx, base); err != nil {
		return err
	}
	a, err := New(ctx, c, base)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.run(ctx, listener, opened)
}

// claimFolder makes sure that a demo and a real community never share a folder.
func (c Config) claimFolder() error {
	switch {
	case c.Demo && !c.Folder.IsEmpty() && !c.Folder.IsDemo():
		return fmt.Errorf("%s holds a community that is not a demo. Choose another folder with --data", c.Folder)
	case !c.Demo && c.Folder.IsDemo():
		return fmt.Errorf("%s holds a demo. Choose another folder with --data", c.Folder)
	}
	if err := c.Folder.Make(); err != nil || !c.Demo {
		return err
	}
	return c.Folder.MarkDemo()
}

func (c Config) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", c.listenAddress())
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w. Another program may be using it: choose another with --listen", c.listenAddress(), err)
	}
	return netutil.LimitListener(listener, mostConns), nil
}

// run starts everything and waits.
func (a *App) run(ctx context.Context, listener net.Listener, opened func(Opened)) error {
	if err := a.Audit.NoteRestored(ctx); err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return err
	}
	servers, failed := a.servers(ctx, listener)
	link, err := a.SetUpLink(ctx)
	if err == nil {
		opened(Opened{URL: a.Base.String(), SetUpLink: link})
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	return errors.Join(err, a.stop(servers))
}

// SetUpLink makes the one-time link with which somebody becomes this
// installation's first steward. Each start makes a new one, and the last one
// that nobody used dies with it. There is none once a steward holds two keys.
func (a *App) SetUpLink(ctx context.Context) (string, error) {
	if has, err := a.Accounts.HasSteward(ctx); has || err != nil {
		return "", err
	}
	token, err := a.Accounts.Issue(ctx, account.SetUp, "", linkLasts)
	return a.Base.String() + "/set-up/" + token, err
}

// Start starts what works in the background.
func (a *App) Start(ctx context.Context) error {
	a.Registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if err := a.Jobs.Start(ctx); err != nil {
		return err
	}
	go a.writeSeen(ctx)
	go a.warm(ctx)
	return nil
}

// warm reads what the finder keeps in memory, so that the first who asks need not
// wait for it.
func (a *App) warm(ctx context.Context) {
	if err := a.Finder.Warm(ctx); err != nil && ctx.Err() == nil {
		a.Config.Log.Warn("the finder is not ready yet", slog.Any("error", err))
	}
}

// writeSeen writes when sessions were last used, and which groups were looked at,
// away from any request.
func (a *App) writeSeen(ctx context.Context) {
	ticker := time.NewTicker(seenInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := a.Accounts.WriteSeen(ctx); err != nil && ctx.Err() == nil {
				a.Config.Log.Warn("sessions' last use not written", slog.Any("error", err))
			}
			if err := a.Groups.WriteSeen(ctx); err != nil && ctx.Err() == nil {
				a.Config.Log.Warn("looks at groups not written", slog.Any("error", err))
			}
			if err := a.Forum.WriteSeen(ctx); err != nil && ctx.Err() == nil {
				a.Config.Log.Warn("what was read not written", slog.Any("error", err))
			}
			if err := a.Private.WriteSeen(ctx); err != nil && ctx.Err() == nil {
				a.Config.Log.Warn("notes read not written", slog.Any("error", err))
			}
		}
	}
}

// servers starts every listener. What fails later comes on the channel.
func (a *App) servers(ctx context.Context, listener net.Listener) ([]*http.Server, <-chan error) {
	failed := make(chan error, 3)
	public := a.server(a.Router)
	started := []*http.Server{public}
	if a.Config.Domain != "" {
		var plain *http.Server
		listener, plain = a.secure(ctx, public, listener, failed)
		started = append(started, plain)
	}
	go a.keepServing(public, listener, failed)
	if a.Config.PrivateListen != "" {
		started = append(started, a.private(failed))
	}
	return started, failed
}

func (a *App) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerBytes, ErrorLog: unsaid,
	}
}

func (a *App) keepServing(s *http.Server, l net.Listener, failed chan<- error) {
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		failed <- err
	}
}

// private serves the metrics on a listener of their own.
func (a *App) private(failed chan<- error) *http.Server {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.Registry, promhttp.HandlerOpts{}))
	s := a.server(mux)
	listener, err := net.Listen("tcp", a.Config.PrivateListen)
	if err != nil {
		failed <- fmt.Errorf("cannot listen on %s: %w", a.Config.PrivateListen, err)
		return s
	}
	go a.keepServing(s, netutil.LimitListener(listener, 64), failed)
	return s
}

// stop lets go, in the order in which things depend on each other.
func (a *App) stop(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	var errs []error
	a.Live.Shutdown(ctx)
	for _, s := range servers {
		if err := s.Shutdown(ctx); err != nil {
			errs = append(errs, s.Close())
		}
	}
	errs = append(errs, a.Jobs.Stop(ctx), a.Accounts.WriteSeen(ctx), a.Groups.WriteSeen(ctx), a.Forum.WriteSeen(ctx), a.Private.WriteSeen(ctx))
	return errors.Join(errs...)
}

// unsaid drops what net/http says about single connections: it names
// addresses, and strangers can make it say as much as they like.
var unsaid = log.New(io.Discard, "", 0)
