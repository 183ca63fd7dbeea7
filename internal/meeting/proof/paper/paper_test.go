package paper_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"handrail/internal/meeting/proof/paper"
)

var (
	key   = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	other = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	now   = time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
)

func facts() paper.Facts {
	return paper.Facts{
		Serial: "AAAAAAAAAAAAAAAAAAAAAA", Name: "Lantern Street", Start: "2026-11-24T19:00", End: "2026-11-24T20:00", Zone: "Europe/London",
		Minutes: 55, Issued: "2026-11-24", Until: "2027-02-22",
	}
}

func keys(all ...ed25519.PrivateKey) map[string]ed25519.PublicKey {
	known := map[string]ed25519.PublicKey{}
	for _, one := range all {
		public := one.Public().(ed25519.PublicKey)
		known[paper.KeyID(public)] = public
	}
	return known
}

func signed(t *testing.T, f paper.Facts, by ed25519.PrivateKey) string {
	t.Helper()
	token, err := paper.Sign(f, by)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAPaperSaysWhatWasSigned(t *testing.T) {
	token := signed(t, facts(), key)
	for _, known := range []map[string]ed25519.PublicKey{keys(key), keys(other, key)} {
		if got, verdict := paper.Read(token, known, now); verdict != paper.Good || got != facts() {
			t.Errorf("%s %+v", verdict, got)
		}
	}
	if len(token) > 500 {
		t.Errorf("%d bytes are too many for a square that phones read", len(token))
	}
}

func TestThePaperOfAnotherSiteIsNotOurs(t *testing.T) {
	if got, verdict := paper.Read(signed(t, facts(), other), keys(key), now); verdict != paper.NotOurs || got != (paper.Facts{}) {
		t.Errorf("%s %+v", verdict, got)
	}
}

// The name of our key over the signature of another one is a forgery.
func TestAForgedPaperIsAltered(t *testing.T) {
	forged := strings.Split(signed(t, facts(), other), ".")
	forged[1] = paper.KeyID(key.Public().(ed25519.PublicKey))
	if got, verdict := paper.Read(strings.Join(forged, "."), keys(key), now); verdict != paper.Altered || got != (paper.Facts{}) {
		t.Errorf("%s %+v", verdict, got)
	}
}

func TestEveryChangedByteIsFound(t *testing.T) {
	token := signed(t, facts(), key)
	for at := range len(token) {
		for _, to := range []byte{token[at] ^ 1, token[at] ^ 4, 'A', '.', '\n', 0} {
			changed := []byte(token)
			if changed[at] == to {
				continue
			}
			changed[at] = to
			if got, verdict := paper.Read(string(changed), keys(key), now); verdict != paper.Altered && verdict != paper.NotOurs || got != (paper.Facts{}) {
				t.Fatalf("byte %d as %q is %s: %+v", at, to, verdict, got)
			}
		}
		for _, longer := range []string{token[:at] + "A" + token[at:], token[:at] + "\n" + token[at:], token[:at] + token[at+1:]} {
			if _, verdict := paper.Read(longer, keys(key), now); verdict == paper.Good {
				t.Fatalf("at %d another length is good", at)
			}
		}
	}
	for _, more := range []string{token + "A", token + "=", token + "\n", "\n" + token, token + ".", token + "." + token} {
		if _, verdict := paper.Read(more, keys(key), now); verdict == paper.Good {
			t.Errorf("%q is good", more)
		}
	}
}

// The last letter of a signature has bits that no byte needs: another letter
// there would be another text for the same paper.
func TestASignatureIsWrittenInOneWay(t *testing.T) {
	token := signed(t, facts(), key)
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	good := 0
	for _, letter := range letters {
		if _, verdict := paper.Read(token[:len(token)-1]+string(letter), keys(key), now); verdict == paper.Good {
			good++
		}
	}
	if good != 1 {
		t.Errorf("%d last letters are good", good)
	}
}

func TestAPaperCountsUntilItsLastDayIsOverEverywhere(t *testing.T) {
	token := signed(t, facts(), key)
	last := time.Date(2027, 2, 23, 12, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]paper.Verdict{last.Add(-time.Second): paper.Good, last: paper.Expired, last.Add(24 * time.Hour): paper.Expired} {
		if got, verdict := paper.Read(token, keys(key), at); verdict != want || got != facts() {
			t.Errorf("at %v it is %s", at, verdict)
		}
	}
	endless := facts()
	endless.Until = "for ever"
	if _, verdict := paper.Read(signed(t, endless, key), keys(key), now); verdict != paper.Expired {
		t.Errorf("a paper without a day is %s", verdict)
	}
}

func TestWhatIsPastedIsCleaned(t *testing.T) {
	token := signed(t, facts(), key)
	for _, pasted := range []string{token, " " + token + "\n", "https://example.org/verify#" + token, token[:60] + "\r\n  " + token[60:]} {
		if _, verdict := paper.Read(paper.Clean(pasted), keys(key), now); verdict != paper.Good {
			t.Errorf("%q is %s", pasted, verdict)
		}
	}
	if paper.Clean(strings.Repeat("x", 1<<20)) != "" {
		t.Error("a megabyte is looked at")
	}
}

func TestHostileTextsAreNoPapers(t *testing.T) {
	ours := paper.KeyID(key.Public().(ed25519.PublicKey))
	for _, text := range append(hostile(), "h1."+ours+"..", "h1."+ours+".e30.", "h1."+ours+"."+strings.Repeat("A", 1<<20)+".AAAA") {
		if got, verdict := paper.Read(text, keys(key), now); verdict == paper.Good || verdict == paper.Expired || got != (paper.Facts{}) {
			t.Errorf("%.60q is %s", text, verdict)
		}
	}
}

// What our key signed and is no paper is none either.
func TestAnotherTextUnderOurKeyIsNoPaper(t *testing.T) {
	for _, body := range []string{"", "[]", "null!", `{"s":1}`, "\xff"} {
		said := "h1." + paper.KeyID(key.Public().(ed25519.PublicKey)) + "." + base64.RawURLEncoding.EncodeToString([]byte(body))
		text := said + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(key, []byte(said)))
		if _, verdict := paper.Read(text, keys(key), now); verdict != paper.Altered {
			t.Errorf("%q is %s", body, verdict)
		}
	}
}

func TestFactsThatAreTooLongAreNotSigned(t *testing.T) {
	long := facts()
	long.Title = strings.Repeat("a", 3000)
	if _, err := paper.Sign(long, key); err == nil {
		t.Error("signed")
	}
}

func hostile() []string {
	return []string{"", ".", "....", "h1", "h1...", "h2.a.b.c", "null", "{}", "\x00", "h1.\x00.\x00.\x00", strings.Repeat(".", 5000), "<script>alert(1)</script>", "h1.🙂.🙂.🙂", "http://"}
}

func FuzzRead(f *testing.F) {
	known := keys(key)
	token, err := paper.Sign(facts(), key)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range append(hostile(), token, token[:len(token)-1]) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, verdict := paper.Read(paper.Clean(text), known, now)
		if verdict == paper.Good && paper.Clean(text) != token {
			t.Errorf("%q is good", text)
		}
		if verdict != paper.Good && got != (paper.Facts{}) {
			t.Errorf("%s tells %+v", verdict, got)
		}
	})
}
