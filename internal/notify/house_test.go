package notify_test

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/notify"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/push"
	"handrail/internal/platform/realtime"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// noon is a Tuesday in winter, when London keeps UTC.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

var errPulled = errors.New("the plug was pulled")

// Kinds that the tests tell of. Their words would give everything away.
var (
	keyAdded = notify.Kind{
		Name: "test.key-added", Level: notify.Urgent, Say: "A sober key was added", Link: func(string) string { return "/settings/keys" },
		Preview: "A recovery key was added",
	}
	replied = notify.Kind{
		Name: "test.replied", Level: notify.Normal, Say: "{.Name} answered you in the relapse group",
		Args: namesOf, Link: func(target string) string { return "/groups/" + target }, Preview: "Somebody answered you in a group",
	}
	warned = notify.Kind{Name: "account.key-added", Level: notify.Urgent, Say: "A key was added to your seat", Preview: "A setting was changed"}
	hinted = notify.Kind{Name: "test.hinted", Level: notify.Quiet, Say: "A meeting begins"}
)

// namesOf knows every target but "gone".
func namesOf(_ context.Context, _ account.Viewer, targets []string) (map[string]i18n.Args, error) {
	args := map[string]i18n.Args{}
	for _, target := range targets {
		if target != "gone" {
			args[target] = i18n.Args{"Name": "Bo of " + target}
		}
	}
	return args, nil
}

// house is what notices stand on, and notices.
type house struct {
	*notify.Service
	t        *testing.T
	db       *db.DB
	clock    *clock.Manual
	keys     *seal.Keeper
	queue    *jobs.Queue
	events   *event.Bus
	accounts *account.Service
	limiter  *limit.Limiter
	people   map[string]notify.Person
	log      *bytes.Buffer
	mailbox  string
	screen   string
	options  notify.Options

	mu     sync.Mutex
	broken string
}

type change func(h *house, o *notify.Options)

// each runs the test in a house on each engine.
func each(t *testing.T, test func(h *house), changes ...change) {
	t.Helper()
	dbtest.EachAddress(t, schema, func(t *testing.T, address string) { test(open(t, address, changes...)) })
}

func schema(ctx context.Context, d *db.DB) error {
	if err := dbtest.Schema(ctx, d); err != nil {
		return err
	}
	return jobs.Migrate(ctx, d)
}

func open(t *testing.T, address string, changes ...change) *house {
	t.Helper()
	h := &house{t: t, clock: clock.NewManual(noon), people: map[string]notify.Person{}, log: &bytes.Buffer{}, mailbox: t.TempDir(), screen: t.TempDir()}
	log := slog.New(slog.NewTextHandler(&locked{w: h.log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.db = dbtest.Open(t, db.Options{Address: address})
	store := dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db")})
	var err error
	h.keys, err = seal.Open(t.Context(), store, h.clock, bytes.Repeat([]byte{7}, seal.KeyBytes))
	h.must(err)
	h.queue, err = jobs.New(h.db, jobs.Options{Clock: h.clock, Log: log})
	h.must(err)
	h.events = event.New(h.queue)
	h.limiter, err = limit.New(limit.Options{Clock: h.clock, Log: log})
	h.must(err)
	h.accounts = account.New(account.Options{DB: h.db, Clock: h.clock, Events: h.events, Keys: h.keys, Limiter: h.limiter,
		House: func(context.Context) account.House { return account.House{Door: account.Open} }})
	live, err := realtime.New(realtime.Options{Clock: h.clock, Secret: bytes.Repeat([]byte{8}, 32), Log: log,
		Authenticate: func(*http.Request) (realtime.Peer, error) { return realtime.Peer{}, account.NeedsSession() },
		Alive:        h.accounts.Alive, SameOrigin: func(*http.Request) bool { return true }})
	h.must(err)
	t.Cleanup(func() { live.Shutdown(context.Background()) })
	from, err := mail.ParseAddress("updates@example.org")
	h.must(err)
	letters, err := mail.NewFolder(h.mailbox, mail.Sender{From: from, Clock: h.clock})
	h.must(err)
	screens, err := notify.OpenPush(t.Context(), "file://"+h.screen, h.db, h.keys, h.clock)
	h.must(err)
	languages, err := i18n.NewCatalogue(notify.Locale, mail.Locale, push.Locale, fault.Locale)
	h.must(err)
	h.options = notify.Options{
		DB: h.db, Clock: h.clock, Log: log, Keys: h.keys, Jobs: h.queue, Live: live, Limiter: h.limiter, Cookies: web.Cookies{},
		Languages: languages, Base: &url.URL{Scheme: "https", Host: "example.org"}, Mail: letters, Push: screens,
		Fresh: func(account.Viewer) bool { return true }, Person: h.person, Points: h.at,
	}
	for _, one := range changes {
		one(h, &h.options)
	}
	h.Service = notify.New(h.options)
	h.Register(keyAdded, replied, hinted, warned)
	event.Within(h.events, h.SessionEnded)
	h.must(h.queue.Start(context.Background()))
	t.Cleanup(func() { h.queue.Stop(context.Background()) })
	return h
}

func (h *house) at(point string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.broken == point {
		return errPulled
	}
	return nil
}

func (h *house) pull(point string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.broken = point
}

// locked lets many write at once.
type locked struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// come lets somebody in, who reads this language in this zone.
func (h *house) come(language, zone string) account.Viewer {
	h.t.Helper()
	welcome, err := h.accounts.ComeIn(h.t.Context(), account.Arrival{Kind: account.Kept, Consents: true})
	h.must(err)
	h.reads(welcome.Viewer, notify.Person{Language: language, Zone: zone})
	return welcome.Viewer
}

// person is how somebody reads, for the workers too.
func (h *house) person(_ context.Context, account string) (notify.Person, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.people[account], nil
}

// reads changes how somebody reads.
func (h *house) reads(v account.Viewer, p notify.Person) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.people[v.Account] = p
}

// tell makes a notice, and its jobs.
func (h *house) tell(v account.Viewer, kind notify.Kind, target string) {
	h.t.Helper()
	h.must(h.add(notify.News{Account: v.Account, Kind: kind.Name, Target: target}))
}

func (h *house) add(n notify.News) error {
	return h.db.In(context.Background(), func(ctx context.Context, tx *db.Tx) error { return h.Add(ctx, tx, n) })
}

// settle waits until all work that is due is done.
func (h *house) settle() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 30*time.Second)
	defer cancel()
	h.must(h.queue.Drain(ctx))
}

// stop has no more work done, so that a test can do it by hand.
func (h *house) stop() {
	h.t.Helper()
	h.settle()
	h.must(h.queue.Stop(h.t.Context()))
}

// pass lets time go by, and does what falls due.
func (h *house) pass(d time.Duration) {
	h.t.Helper()
	h.clock.Advance(d)
	h.settle()
}

// screened is a notice as it lies on a screen.
type screened struct {
	Endpoint string       `json:"endpoint"`
	Urgency  string       `json:"urgency"`
	Payload  push.Payload `json:"payload"`
}

// screens are the notices that were sent, in their order.
func (h *house) screens() []screened {
	h.t.Helper()
	var list []screened
	for _, text := range filesIn(h.t, h.screen) {
		var one screened
		h.must(json.Unmarshal(text, &one))
		list = append(list, one)
	}
	return list
}

func (h *house) letters() []string {
	var list []string
	for _, text := range filesIn(h.t, h.mailbox) {
		list = append(list, string(text))
	}
	return list
}

func filesIn(t *testing.T, folder string) [][]byte {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	var texts [][]byte
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return texts
}

// subscribe has the browser of this session take notices at an address.
func (h *house) subscribe(v account.Viewer, endpoint string) notify.Device {
	h.t.Helper()
	key, auth := browserKeys(h.t)
	h.must(h.AddDevice(h.t.Context(), v, endpoint, key, auth))
	devices, err := h.DevicesFor(h.t.Context(), v)
	h.must(err)
	return devices[0]
}

func browserKeys(t *testing.T) (key, auth string) {
	t.Helper()
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secret := make([]byte, 16)
	rand.Read(secret)
	encode := base64.RawURLEncoding.EncodeToString
	return encode(private.PublicKey().Bytes()), encode(secret)
}

// again is another session of the same account, on another device.
func (h *house) again(v account.Viewer) account.Viewer {
	h.t.Helper()
	session := id.Random()
	_, err := h.db.Writer().Exec(`INSERT INTO account_session (id, token_hash, account_id, kind, device, made_at, seen_at, ends_at)
		SELECT '` + session + `', '` + session + `', account_id, kind, device, made_at, seen_at, ends_at FROM account_session WHERE id = '` + v.Session + `'`)
	h.must(err)
	v.Session = session
	return v
}

func (h *house) ids(v account.Viewer) []string {
	h.t.Helper()
	list, err := h.ListFor(h.t.Context(), v, 1)
	h.must(err)
	var ids []string
	for _, line := range list.Lines {
		ids = append(ids, line.ID)
	}
	return ids
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) wantScreens(n int, why string) []screened {
	h.t.Helper()
	got := h.screens()
	if len(got) != n {
		h.t.Errorf("%s: %d notices left the house, want %d", why, len(got), n)
	}
	return got
}

func (h *house) wantLetters(n int, why string) []string {
	h.t.Helper()
	got := h.letters()
	if len(got) != n {
		h.t.Errorf("%s: %d mails left the house, want %d", why, len(got), n)
	}
	return got
}

func wantKind(t *testing.T, err error, kind fault.Kind, why string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("%s: %v, want the fault %v", why, err, kind)
	}
}
