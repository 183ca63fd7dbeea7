package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

func inFolder(t *testing.T, ctx context.Context, s Sender, m Message) (header mail.Header, body string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mail")
	folder, err := NewFolder(path, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := folder.Send(ctx, m); err != nil {
		t.Fatal(err)
	}
	return onlyFile(t, path)
}

func onlyFile(t *testing.T, path string) (mail.Header, string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(path, "*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%q, %v", files, err)
	}
	file, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	parsed, err := mail.ReadMessage(file)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(parsed.Body))
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Header, strings.ReplaceAll(string(body), "\r\n", "\n")
}

func TestOffSendsNothing(t *testing.T) {
	var m Mailer = Off{}
	err := m.Send(t.Context(), message(t))
	if m.On() || !errors.Is(err, ErrOff) || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("on %v, %v", m.On(), err)
	}
}

func TestFolderKeepsPrivateFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "mail")
	folder, err := NewFolder(path, sender(t))
	if err != nil || !folder.On() {
		t.Fatal(err)
	}
	for range 2 {
		if err := folder.Send(t.Context(), message(t)); err != nil {
			t.Fatal(err)
		}
	}
	files, _ := os.ReadDir(path)
	if len(files) != 2 {
		t.Fatalf("%d files after two messages", len(files))
	}
	for _, entry := range files {
		file, _ := entry.Info()
		if file.Mode().Perm() != 0o600 || filepath.Ext(file.Name()) != ".eml" || strings.Contains(file.Name(), "reader") {
			t.Errorf("%s has mode %v", file.Name(), file.Mode())
		}
	}
	if folder, _ := os.Stat(path); folder.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v", folder.Mode())
	}
}

func TestBody(t *testing.T) {
	_, body := inFolder(t, t.Context(), sender(t), message(t))
	want := "Something is waiting for you.\n\nhttps://site.example/notices\n\nTo stop these messages:\nhttps://site.example/settings/mail?token=abc\n"
	if body != want {
		t.Errorf("%q", body)
	}
	header, body := inFolder(t, t.Context(), sender(t), Message{To: address(t, "a@example.org"), Body: []i18n.Text{"One.", "Two."}})
	if body != "One.\n\nTwo.\n" || header.Get("List-Unsubscribe") != "" {
		t.Errorf("%q, %v", body, header)
	}
}

// The outside of a message, in every language, with no word of what the site
// is for. The three subjects are all there is.
func TestOutsideIsDiscreet(t *testing.T) {
	catalogue, err := i18n.NewCatalogue(Locale)
	if err != nil {
		t.Fatal(err)
	}
	telling := []string{
		"recover", "addict", "alcohol", "drug", "sober", "sobriety", "group", "meeting", "support", "mental", "therapy", "step", "member", "handrail",
		"recuper", "adicc", "droga", "sobri", "grupo", "reunión", "apoyo", "terapia", "rétabl", "dépend", "drogue", "groupe", "réunion", "soutien", "thérapie",
	}
	seen := map[string]bool{}
	for _, lang := range []string{"en", "es", "fr"} {
		ctx := i18n.With(t.Context(), catalogue.For(lang))
		for _, subject := range []Subject{Update, Confirm, Changed, Subject(99)} {
			m := message(t)
			m.Subject, m.Body, m.Link, m.Unsubscribe = subject, nil, "", ""
			header, _ := inFolder(t, ctx, sender(t), m)
			outside := decoded(t, header.Get("Subject")) + " / " + decoded(t, header.Get("From"))
			seen[outside] = true
			for _, word := range telling {
				if strings.Contains(strings.ToLower(outside), word) {
					t.Errorf("%s tells %q", outside, word)
				}
			}
			if header.Get("Content-Language") != lang {
				t.Errorf("%s is said to be in %s", outside, header.Get("Content-Language"))
			}
		}
	}
	if len(seen) != 9 {
		t.Errorf("%d different outsides, not three in each of three languages: %v", len(seen), seen)
	}
}

func decoded(t *testing.T, header string) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestHeadersCannotBeSmuggledIn(t *testing.T) {
	for _, smuggled := range []string{"\r\nBcc: victim@example.org", "\nBcc: victim@example.org", "\rBcc: x", "\x00", "\u2028Bcc: x", "\u0085Bcc: x", "%0d%0aBcc:x>, <http://b"} {
		if _, err := ParseAddress("reader@example.org" + smuggled); err == nil && strings.TrimSpace(smuggled) != "" {
			t.Errorf("an address with %q passed", smuggled)
		}
		if _, err := ParseAddress("reader" + smuggled + "@example.org"); err == nil {
			t.Errorf("an address around %q passed", smuggled)
		}
		for _, m := range []Message{
			{To: address(t, "a@example.org"), Link: "https://site.example/" + smuggled},
			{To: address(t, "a@example.org"), Unsubscribe: "https://site.example/" + smuggled},
		} {
			if err := m.check(); err == nil {
				t.Errorf("a link with %q passed", smuggled)
			}
		}
	}
	for _, name := range []string{"Updates\r\nBcc: x@example.org", "Updates\n", "a\x00b", "a\u0085b", strings.Repeat("a", 65)} {
		s := sender(t)
		s.Name = name
		if _, err := NewFolder(t.TempDir(), s); err == nil {
			t.Errorf("a folder takes %q", name)
		}
		if _, err := NewSMTP(Server{Host: "localhost"}, s); err == nil {
			t.Errorf("a server takes %q", name)
		}
	}
}

// A sender's name may hold what would mean something in a header, and stays a
// name.
func TestSendersNameStaysAName(t *testing.T) {
	for _, name := range []string{"Corner", `a "quoted" name`, "x, <victim@example.org>", "Ánimo ✨", "=?utf-8?q?Bcc?=", "a\\b", "(comment)", "a;b:c@d"} {
		s := sender(t)
		s.Name = name
		header, _ := inFolder(t, t.Context(), s, message(t))
		from, err := header.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Name != name || from[0].Address != "post@site.example" {
			t.Errorf("%q became %v, %v", name, from, err)
		}
		to, err := header.AddressList("To")
		if err != nil || len(to) != 1 {
			t.Errorf("%q sends to %v, %v", name, to, err)
		}
	}
}

func TestLinksArePlain(t *testing.T) {
	for link, plain := range map[string]bool{
		"": true, "https://site.example/a?b=c#d": true, "http://localhost:8080/x": true,
		"javascript:alert(1)": false, "mailto:a@example.org": false, "/notices": false, "https://": false, "https://u:p@site.example/": false,
		"https://site.example/a b": false, "https://site.example/<x>": false, "https://site.example/,b": false, "https://site.example/é": false,
		"https://site.example/" + strings.Repeat("a", 900): false,
	} {
		if plainLink(link) != plain {
			t.Errorf("%q: plain should be %v", link, plain)
		}
	}
}

func TestSenderIsComplete(t *testing.T) {
	whole := sender(t)
	for _, s := range []Sender{{}, {From: whole.From}, {Clock: whole.Clock}} {
		if _, err := NewFolder(t.TempDir(), s); err == nil {
			t.Errorf("%v was taken", s)
		}
	}
	folder, err := NewFolder(t.TempDir(), whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := folder.Send(t.Context(), Message{}); err == nil {
		t.Error("a message to nobody was taken")
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	s := Sender{From: address(t, "post@site.example"), Clock: clock.NewManual(june)}
	for setting, want := range map[string]string{
		"":                          "mail.Off",
		"file://" + dir + "/sink":   "*mail.Folder",
		"smtps://u:p@mx.example":    "*mail.SMTP mx.example 465 1 u p",
		"smtp://mx.example":         "*mail.SMTP mx.example 587 0  ",
		"smtp://u:p%40@mx.example:": "*mail.SMTP mx.example 587 0 u p@",
		"smtp://mx.example:2525/":   "*mail.SMTP mx.example 2525 0  ",
		"smtp://localhost":          "*mail.SMTP localhost 25 2  ",
		"smtp://[::1]:1025":         "*mail.SMTP ::1 1025 2  ",
		"smtps://localhost":         "*mail.SMTP localhost 465 1  ",
	} {
		m, err := Open(setting, s)
		if err != nil {
			t.Errorf("%s: %v", setting, err)
			continue
		}
		got := fmt.Sprintf("%T", m)
		if server, ok := m.(*SMTP); ok {
			o := server.server
			got += fmt.Sprintf(" %s %d %d %s %s", o.Host, o.Port, o.Security, o.User, o.Password)
		}
		if got != want {
			t.Errorf("%s is %s, not %s", setting, got, want)
		}
	}
	for _, setting := range []string{
		"mx.example", "smtp:secret", "http://secret@mx.example", "smtp://secret@", "smtp://secret@mx.example:0", "smtp://secret@mx.example:70000",
		"smtp://secret@mx.example/path", "file://relative/secret", "file:secret", "smtp://secret@mx.example:x", "smtp://secret\x7f@mx",
	} {
		if m, err := Open(setting, s); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %T, %v", setting, m, err)
		}
	}
}
