package push

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

func TestOffSendsNothing(t *testing.T) {
	var p Pusher = Off{}
	err := p.Push(t.Context(), Subscription{}, Notice{})
	if p.On() || p.PublicKey() != "" || !errors.Is(err, ErrOff) || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("on %v, %q, %v", p.On(), p.PublicKey(), err)
	}
}

func TestKeysAreMadeOnce(t *testing.T) {
	stored := ""
	keep := func(_ context.Context, fresh string) (string, error) {
		if stored == "" {
			stored = fresh
		}
		return stored, nil
	}
	first, err := KeysFrom(t.Context(), keep)
	if err != nil {
		t.Fatal(err)
	}
	second, err := KeysFrom(t.Context(), keep)
	if err != nil || first.public != second.public {
		t.Errorf("%s, then %s, %v", first.public, second.public, err)
	}
	if point, err := base64.RawURLEncoding.DecodeString(first.public); err != nil || len(point) != 65 || point[0] != 4 {
		t.Errorf("%s is not an uncompressed point", first.public)
	}
	for _, bad := range []string{"", "%", "c2hvcnQ", encode(make([]byte, 32))} {
		if _, err := KeysFrom(t.Context(), func(context.Context, string) (string, error) { return bad, nil }); err == nil {
			t.Errorf("%q was taken for a key", bad)
		}
	}
	full := errors.New("disk full")
	if _, err := KeysFrom(t.Context(), func(context.Context, string) (string, error) { return "", full }); !errors.Is(err, full) {
		t.Errorf("not stored, and yet: %v", err)
	}
}

func TestParseSubscription(t *testing.T) {
	d := newDevice(t)
	key, auth := encode(d.private.PublicKey().Bytes()), encode(d.auth)
	good := d.subscribe(t, "https://push.example/x")
	padded, err := ParseSubscription("https://push.example/x",
		base64.StdEncoding.EncodeToString(d.private.PublicKey().Bytes()), base64.URLEncoding.EncodeToString(d.auth))
	if err != nil || padded != good {
		t.Errorf("the same in another base64: %v", err)
	}
	if again, err := ParseSubscription(good.Parts()); err != nil || again != good {
		t.Errorf("stored and read again: %v", err)
	}
	offCurve := d.private.PublicKey().Bytes()
	offCurve[40] ^= 1
	for name, p := range map[string][3]string{
		"plain http":    {"http://push.example/x", key, auth},
		"no host":       {"https:///x", key, auth},
		"password":      {"https://u:p@push.example/x", key, auth},
		"not a URL":     {"https://push.example/\x7f", key, auth},
		"other scheme":  {"javascript:alert(1)", key, auth},
		"empty":         {"", key, auth},
		"long":          {"https://push.example/" + strings.Repeat("a", maxEndpoint), key, auth},
		"no key":        {"https://push.example/x", "", auth},
		"short key":     {"https://push.example/x", key[:40], auth},
		"off the curve": {"https://push.example/x", encode(offCurve), auth},
		"no auth":       {"https://push.example/x", key, ""},
		"short auth":    {"https://push.example/x", key, encode(d.auth[:15])},
		"long auth":     {"https://push.example/x", key, encode(append(d.auth[:16:16], 1))},
		"not base64":    {"https://push.example/x", key, "!!!!!!!!!!!!!!!!!!!!!!"},
	} {
		s, err := ParseSubscription(p[0], p[1], p[2])
		if fault.KindOf(err) != fault.Invalid || !s.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
	if endpoint, key, auth := (Subscription{}).Parts(); endpoint+key+auth != "" {
		t.Error("no subscription has parts")
	}
}

func TestSecretsDoNotPrintThemselves(t *testing.T) {
	d, keys := newDevice(t), newKeys(t)
	s := d.subscribe(t, "https://push.example/secret")
	type holder struct {
		S       Subscription
		hidden  Subscription
		K       Keys
		pointer *Subscription
	}
	h := holder{s, s, keys, &s}
	var text bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&text, verb+"\n", s)
		fmt.Fprintf(&text, verb+"\n", h)
		fmt.Fprintf(&text, verb+"\n", &h)
		fmt.Fprintf(&text, verb+"\n", Options{Keys: keys})
	}
	slog.New(slog.NewJSONHandler(&text, nil)).Info("sent", "to", s, "holder", h)
	slog.New(slog.NewTextHandler(&text, nil)).Info("sent", "to", s, "holder", h)
	json.NewEncoder(&text).Encode(h)
	for _, telling := range []string{"push.example", "secret", encode(d.auth), *keys.private, fmt.Sprintf("%x", *keys.private)} {
		if strings.Contains(text.String(), telling) {
			t.Errorf("%q is told in %s", telling, text.String())
		}
	}
}

func TestNoticesAreChecked(t *testing.T) {
	to := newDevice(t).subscribe(t, "https://push.example/x")
	for _, n := range []Notice{
		{Path: "notices"}, {Path: "//evil.example"}, {Path: "https://evil.example"}, {Path: "/\\evil.example"}, {Path: "/a\nb"}, {Path: "/" + strings.Repeat("a", maxPath)},
		{Keep: -time.Second}, {Keep: longestKeep + time.Second}, {Urgency: "now"},
	} {
		if _, err := n.pack(t.Context(), to); err == nil {
			t.Errorf("%+v was taken", n)
		}
	}
	for _, n := range []Notice{{}, {Path: "/"}, {Path: "/notices?from=push#top"}, {Keep: longestKeep, Urgency: High}} {
		if _, err := n.pack(t.Context(), to); err != nil {
			t.Errorf("%+v: %v", n, err)
		}
	}
	if _, err := (Notice{}).pack(t.Context(), Subscription{}); err == nil {
		t.Error("a notice to nobody was taken")
	}
}

// Notices of one topic replace each other: at the service by Topic, on the
// screen by tag. Other topics stand beside them.
func TestTopicsReplaceEachOther(t *testing.T) {
	to := newDevice(t).subscribe(t, "https://push.example/x")
	topic := func(n Notice) string {
		p, err := n.pack(t.Context(), to)
		var payload Payload
		if err == nil {
			err = json.Unmarshal(p.payload, &payload)
		}
		if err != nil || payload.Tag != p.topic || len(p.topic) != topicChars {
			t.Errorf("tag %q, topic %q, %v", payload.Tag, p.topic, err)
		}
		return p.topic
	}
	if topic(Notice{}) != topic(Notice{Path: "/notices"}) || topic(Notice{Topic: "a"}) != topic(Notice{Topic: "a", Urgency: High}) {
		t.Error("one topic has two names")
	}
	if topic(Notice{Topic: "a"}) == topic(Notice{Topic: "b"}) || topic(Notice{}) == topic(Notice{Topic: "a"}) {
		t.Error("two topics have one name")
	}
}

func TestTheDefaultIsDiscreetInEveryLanguage(t *testing.T) {
	catalogue, err := i18n.NewCatalogue(Locale)
	if err != nil {
		t.Fatal(err)
	}
	to := newDevice(t).subscribe(t, "https://push.example/x")
	for lang, want := range map[string]string{"en": "You have an update", "es": "Tienes una novedad", "fr": "Vous avez du nouveau"} {
		p, err := Notice{Topic: "group 7"}.pack(i18n.With(t.Context(), catalogue.For(lang)), to)
		var payload Payload
		if err == nil {
			err = json.Unmarshal(p.payload, &payload)
		}
		if err != nil || payload.Title != want || strings.Contains(string(p.payload), "group") {
			t.Errorf("%s: %s, %v", lang, p.payload, err)
		}
	}
}

func TestFolderKeepsPrivateFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "push")
	keys := newKeys(t)
	f, err := NewFolder(path, keys, clock.NewManual(june))
	if err != nil || !f.On() || f.PublicKey() != keys.public {
		t.Fatal(err)
	}
	to := newDevice(t).subscribe(t, "https://push.example/x")
	for range 2 {
		if err := f.Push(t.Context(), to, Notice{Path: "/notices"}); err != nil {
			t.Fatal(err)
		}
	}
	files, _ := os.ReadDir(path)
	if len(files) != 2 {
		t.Fatalf("%d files after two notices", len(files))
	}
	file, _ := files[0].Info()
	text, _ := os.ReadFile(filepath.Join(path, file.Name()))
	var written kept
	if err := json.Unmarshal(text, &written); err != nil || file.Mode().Perm() != 0o600 {
		t.Errorf("%s, mode %v, %v", text, file.Mode(), err)
	}
	if written.Endpoint != "https://push.example/x" || written.TTL != 86400 || !strings.Contains(string(written.Payload), "You have an update") {
		t.Errorf("%s", text)
	}
	if folder, _ := os.Stat(path); folder.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v", folder.Mode())
	}
	if _, err := NewFolder(path, Keys{}, clock.NewManual(june)); err == nil {
		t.Error("a folder without keys was made")
	}
}
