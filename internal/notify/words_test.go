package notify_test

import (
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/notify"
)

// tellingWords are the words that nothing outside may hold.
func tellingWords(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/telling-words.txt")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			words[plain(line)] = true
		}
	}
	if len(words) < 200 {
		t.Fatalf("the list holds %d words, want 200", len(words))
	}
	return words
}

// plain is a text without case and accents.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}

// told are the telling words of a text.
func told(words map[string]bool, text string) []string {
	found := strings.FieldsFunc(plain(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	return slices.DeleteFunc(found, func(word string) bool { return !words[word] && !words[strings.Trim(word, "'")] })
}

// TestNothingOutsideTellsWhatItIsAbout sends every kind by every way in every
// language, and reads all that a stranger could.
func TestNothingOutsideTellsWhatItIsAbout(t *testing.T) {
	words := tellingWords(t)
	if len(told(words, "Bo answered you in the RELAPSE group. Recaida.")) != 4 {
		t.Fatal("the words are not found where they are")
	}
	each(t, func(h *house) {
		for _, language := range []string{"en", "es", "fr"} {
			v := h.come(language, "")
			h.subscribe(v, "https://push.example.net/"+language)
			h.giveAddress(v, language+"@example.net")
			h.change(v, func(s *notify.Setting) { s.Digest, s.DigestHour = notify.Daily, 9 })
			for _, kind := range []notify.Kind{keyAdded, replied, hinted} {
				h.clock.Advance(time.Second)
				h.tell(v, kind, "tulip")
				h.settle()
			}
		}
		h.live(24 * time.Hour)
		screens := h.wantScreens(2*3, "an urgent and a normal one for each")
		letters := h.wantLetters(3*3, "a code, an urgent one and a digest for each")
		for _, one := range screens {
			if found := told(words, fmt.Sprintf("%+v", one.Payload)); len(found) > 0 {
				t.Errorf("%+v tells: %q", one.Payload, found)
			}
		}
		for _, letter := range letters {
			if found := told(words, readable(t, letter)); len(found) > 0 {
				t.Errorf("%s\ntells: %q", readable(t, letter), found)
			}
		}
	})
}

// TestAPreviewIsWhatOneDeviceAskedFor shows the sort of thing there and nowhere
// else, and no name even there.
func TestAPreviewIsWhatOneDeviceAskedFor(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		phone := h.again(ana)
		h.subscribe(ana, "https://push.example.net/desk")
		h.subscribe(phone, "https://push.example.net/phone")
		h.must(h.ShowPreviews(h.t.Context(), phone, true))
		h.tell(ana, replied, "tulip")
		h.settle()
		said := map[string]string{}
		for _, one := range h.wantScreens(2, "one for each browser") {
			said[one.Endpoint] = one.Payload.Title
		}
		if said["https://push.example.net/desk"] != "You have something new" || said["https://push.example.net/phone"] != string(replied.Preview) {
			t.Errorf("%q", said)
		}
	})
}

// readable is a letter as its reader sees it: headers and words.
func readable(t *testing.T, letter string) string {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for name, values := range m.Header {
		decoded, err := new(mime.WordDecoder).DecodeHeader(strings.Join(values, " "))
		if err != nil {
			t.Fatal(err)
		}
		if name != "To" && name != "Message-Id" { // whose letter it is, and a number
			text.WriteString(name + ": " + decoded + "\n")
		}
	}
	var body io.Reader = m.Body
	if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	words, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return text.String() + string(words)
}

// TestTheServiceWorkerSaysNothingOfItsOwn reads what it shows when a notice
// cannot be read.
func TestTheServiceWorkerSaysNothingOfItsOwn(t *testing.T) {
	source, err := os.ReadFile("../../assets/sw.ts")
	if err != nil {
		t.Fatal(err)
	}
	titles := regexp.MustCompile(`title: "([^"]*)"`).FindAllStringSubmatch(string(source), -1)
	if len(titles) != 1 || strings.ContainsFunc(titles[0][1], unicode.IsLetter) {
		t.Errorf("%q", titles)
	}
	if n := strings.Count(string(source), "showNotification("); n != 1 {
		t.Errorf("it shows notices in %d places", n)
	}
}
