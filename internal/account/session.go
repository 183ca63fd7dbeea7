package account

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Kind says how long a session lasts and how the cookie is kept.
type Kind string

// The kinds of session.
const (
	Kept   Kind = "kept"   // a device of one's own: remembered for KeptFor
	Shared Kind = "shared" // a borrowed one: until the browser is closed, at most SharedFor
)

// How long sessions last. Idle counts from the last request, the rest from the
// start; whichever comes first ends the session.
const (
	KeptFor    = 30 * 24 * time.Hour
	SharedFor  = 12 * time.Hour
	SharedIdle = 2 * time.Hour
)

// SessionEnded is emitted in the transaction that ends sessions: one session,
// or every session of a subject.
type SessionEnded struct {
	SessionID string // or ""
	Subject   string // or ""
}

// Session is one visit on one device, as its owner sees it.
type Session struct {
	ID      string
	Kind    Kind
	Device  string // "Firefox on Android"
	Began   time.Time
	Seen    time.Time // within five minutes
	Ends    time.Time
	Factors int  // how many it was opened with
	Present bool // it is the one that asks
}

// CookieTTL is how long the browser keeps the cookie: 0 until it is closed.
func (k Kind) CookieTTL() time.Duration {
	if k == Shared {
		return 0
	}
	return KeptFor
}

func (k Kind) lasts() time.Duration {
	if k == Shared {
		return SharedFor
	}
	return KeptFor
}

func (k Kind) idle() time.Duration {
	if k == Shared {
		return SharedIdle
	}
	return KeptFor
}

// opening is a session that is ready to be written.
type opening struct {
	viewer Viewer
	token  string
	row    sessionRow
}

// prepare makes the token and seals what the device is called. It comes before
// the transaction: the key is kept before the row that needs it.
func (s *Service) prepare(ctx context.Context, v Viewer, kind Kind, device string) (opening, error) {
	v.Session = id.Random()
	sealed, err := s.keys.Seal(ctx, v.Subject(), []byte(device), deviceColumn(v.Session))
	if err != nil {
		return opening{}, fmt.Errorf("seal the device of a session: %w", err)
	}
	now, token := s.clock.Now(), id.Token()
	o := opening{viewer: v, token: token, row: sessionRow{
		ID: v.Session, TokenHash: id.Hash(token), AccountID: v.Account, PassID: v.Pass, Kind: kind, Device: sealed,
		MadeAt: clock.Millis(now), SeenAt: clock.Millis(now), EndsAt: clock.Millis(now.Add(kind.lasts())), Factors: int64(v.Factors),
	}}
	if v.Factors > 0 {
		o.row.ProvedAt = clock.Millis(now)
		o.viewer.Proved = clock.FromMillis(o.row.ProvedAt)
	}
	return o, nil
}

// open gives the session another token than the one it was prepared with.
func (o *opening) open(token string) { o.token, o.row.TokenHash = token, id.Hash(token) }

func (o opening) insert(ctx context.Context, tx *db.Tx) error { return insertSession(ctx, tx, o.row) }

func deviceColumn(session string) string { return "account_session.device:" + session }

// Find is the viewer whose session has this token, and a visitor when there is
// none, it has ended, or it was idle for too long.
func (s *Service) Find(ctx context.Context, token string) (Viewer, error) {
	if token == "" {
		return Viewer{}, nil
	}
	var found viewerRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		found, err = viewerByToken(ctx, tx, id.Hash(token), s.clock.Now())
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return Viewer{}, nil
	}
	if err != nil {
		return Viewer{}, err
	}
	if lasting := found.PassID != "" && found.Kind == Kept; !lasting && s.idleFor(found.ID, found.SeenAt) > found.Kind.idle() {
		return Viewer{}, nil
	}
	return found.viewer(), nil
}

// Alive tells which of these sessions have not ended and are not hidden.
func (s *Service) Alive(ctx context.Context, sessions []string) (map[string]bool, error) {
	alive := make(map[string]bool, len(sessions))
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		living, err := livingSessions(ctx, tx, sessions, s.clock.Now())
		for _, session := range living {
			alive[string(session)] = true
		}
		return err
	})
	return alive, err
}

// SessionFor is the viewer's own session.
func (s *Service) SessionFor(ctx context.Context, v Viewer) (Session, error) {
	var row sessionRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = sessionByID(ctx, tx, v.Session)
		return err
	})
	if err != nil {
		return Session{}, err
	}
	return s.session(ctx, v, row)
}

// KindFor is the kind of the viewer's session, also of one that was hidden.
func (s *Service) KindFor(ctx context.Context, v Viewer) (Kind, error) {
	var row sessionRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = sessionByID(ctx, tx, cmp.Or(v.Session, v.Hidden))
		return err
	})
	return row.Kind, err
}

// SessionsFor are all sessions of the viewer's account, the last used first.
func (s *Service) SessionsFor(ctx context.Context, v Viewer) ([]Session, error) {
	if v.Account == "" {
		return nil, NeedsSession()
	}
	var rows []sessionRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = sessionsOf(ctx, tx, v.Account, s.clock.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	var list []Session
	for _, row := range rows {
		if !row.isSeenAt(s.idleFor(row.ID, row.SeenAt)) {
			continue
		}
		one, err := s.session(ctx, v, row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

func (r sessionRow) isSeenAt(idle time.Duration) bool { return idle <= r.Kind.idle() }

func (s *Service) session(ctx context.Context, v Viewer, row sessionRow) (Session, error) {
	device, err := s.keys.Open(ctx, v.Subject(), row.Device, deviceColumn(row.ID))
	if err != nil {
		return Session{}, fmt.Errorf("open the device of a session: %w", err)
	}
	return Session{
		ID: row.ID, Kind: row.Kind, Device: string(device), Factors: int(row.Factors), Present: row.ID == v.Session,
		Began: clock.FromMillis(row.MadeAt), Seen: clock.FromMillis(row.SeenAt), Ends: clock.FromMillis(row.EndsAt),
	}, nil
}

// Rotate gives the viewer's session a new token; the old one opens nothing any
// more. It is done at sign-in and at every change of rights.
func (s *Service) Rotate(ctx context.Context, v Viewer) (token string, err error) {
	token = id.Token()
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return rotateSession(ctx, tx, v.Session, id.Hash(token))
	})
}

// End ends the viewer's own session, on this device alone.
func (s *Service) End(ctx context.Context, v Viewer) error {
	if v.IsVisitor() {
		return nil
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.endOne(ctx, tx, v.Session) })
}

// EndOne ends another session of the viewer's account, quietly: nobody is told
// but the owner, and the other device only finds that it is signed out. It
// takes a key that was shown a short while ago, or whoever holds a stolen
// session could put its owner out.
func (s *Service) EndOne(ctx context.Context, v Viewer, session string) error {
	if err := s.fresh(v); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := sessionByID(ctx, tx, session)
		if err != nil {
			return err
		}
		if row.AccountID != v.Account {
			return fault.Missing()
		}
		return s.endOne(ctx, tx, session)
	})
}

// EndOthers ends every session of the viewer's account but this one. It takes a
// key, as EndOne does.
func (s *Service) EndOthers(ctx context.Context, v Viewer) error {
	if err := s.fresh(v); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.endOthers(ctx, tx, v) })
}

func (s *Service) endOthers(ctx context.Context, tx *db.Tx, v Viewer) error {
	for { // a list holds the newest; whoever wants to stay may have opened many
		rows, err := sessionsOf(ctx, tx, v.Account, s.clock.Now())
		rows = slices.DeleteFunc(rows, func(row sessionRow) bool { return row.ID == v.Session })
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if err := s.endOne(ctx, tx, row.ID); err != nil {
				return err
			}
		}
	}
}

func (s *Service) endOne(ctx context.Context, tx *db.Tx, session string) error {
	if err := deleteSession(ctx, tx, session); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, SessionEnded{SessionID: session})
}

// EndAll ends every session of a subject, as Viewer.Subject names it.
func (s *Service) EndAll(ctx context.Context, subject string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.endAll(ctx, tx, subject) })
}

func (s *Service) endAll(ctx context.Context, tx *db.Tx, subject string) error {
	kind, owner, _ := strings.Cut(subject, ":")
	if err := deleteSessionsOf(ctx, tx, kind, owner); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, SessionEnded{Subject: subject})
}

// Hide locks this session at once: until a key opens it, its holder is a
// visitor. A seat without a key could not be opened again, so it is told.
func (s *Service) Hide(ctx context.Context, v Viewer) error {
	switch {
	case v.Account == "":
		return NeedsSession()
	case v.Keys == 0:
		return fault.New(fault.Conflict, "You need a key to open this again. Keep your seat first, or leave quickly: that signs you out.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := hideSession(ctx, tx, v.Session); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, SessionEnded{SessionID: v.Session})
	})
}

// Sweep forgets sessions and passes that have ended. The key of a pass goes
// before its row: were it the other way round, a crash between the two would
// leave a key that nobody knows to destroy.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.clock.Now()
	var ended []idRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		ended, err = endedPasses(ctx, tx, now)
		return err
	})
	if err != nil {
		return err
	}
	for _, pass := range ended {
		if err := s.keys.Destroy(ctx, Viewer{Pass: string(pass)}.Subject()); err != nil {
			return err
		}
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return sweep(ctx, tx, ended, now) })
}
