package archive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"handrail/internal/account/archive"
)

const phrase = "amber bridge candle drift ember forest"

func locked(t testing.TB, content string) string {
	t.Helper()
	var page bytes.Buffer
	if err := archive.WriteQuickly(&page, phrase, strings.NewReader(content), archive.WordsIn(t.Context())); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// Whoever has the file can try as many phrases as they like, so each has to
// cost them something (OWASP asks for 600,000 rounds).
func TestTryingAPhraseCosts(t *testing.T) {
	var page bytes.Buffer
	if err := archive.Write(&page, phrase, strings.NewReader("{}"), archive.WordsIn(t.Context())); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.String(), `"rounds":600000}`) {
		t.Error("the key is made with another number of rounds")
	}
	if opened, err := archive.Open(&page, phrase); err != nil || string(opened) != "{}" {
		t.Errorf("opened %q, %v", opened, err)
	}
}

func TestWhatIsLockedOpensAgain(t *testing.T) {
	const part = 1 << 20
	for _, size := range []int{0, 1, part - 1, part, part + 1, 3*part + 7} {
		content := strings.Repeat("words of Ana. ", size/14+1)[:size]
		opened, err := archive.Open(strings.NewReader(locked(t, content)), phrase)
		if err != nil || string(opened) != content {
			t.Errorf("%d bytes became %d: %v", size, len(opened), err)
		}
	}
}

func TestAPassphraseMayBeTypedInOtherWays(t *testing.T) {
	page := locked(t, "{}")
	for _, typed := range []string{
		"Amber Bridge Candle Drift Ember Forest", " amber-bridge-candle-drift-ember-forest\n", "AMBER, BRIDGE, CANDLE, DRIFT, EMBER, FOREST.", "ámber bridge cändle drift ember forest",
	} {
		if _, err := archive.Open(strings.NewReader(page), typed); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
	for _, typed := range []string{"", "amber bridge candle drift ember", "amberbridgecandledriftemberforest", phrase + " glow"} {
		if _, err := archive.Open(strings.NewReader(page), typed); !errors.Is(err, archive.ErrPassphrase) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestAWeakPassphraseLocksNothing(t *testing.T) {
	for _, weak := range []string{"", "short", "-- -- -- -- -- -- -- -- --", "один два три четыре пять шесть"} {
		var page bytes.Buffer
		if err := archive.Write(&page, weak, strings.NewReader("{}"), archive.WordsIn(t.Context())); !errors.Is(err, archive.ErrWeak) || page.Len() > 0 {
			t.Errorf("%q: %v, %d bytes", weak, err, page.Len())
		}
	}
}

func TestEveryChangeIsFound(t *testing.T) {
	page := locked(t, strings.Repeat("words of Ana. ", 200_000)) // three parts
	parts := regexp.MustCompile(`(?m)^<script type="text/plain" class="part">.*</script>\n`).FindAllString(page, -1)
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	swap := strings.NewReplacer(parts[1], parts[2], parts[2], parts[1])
	for name, changed := range map[string]string{
		"the last part is missing":  strings.Replace(page, parts[2], "", 1),
		"a part is missing":         strings.Replace(page, parts[1], "", 1),
		"parts changed places":      swap.Replace(page),
		"a part is there twice":     strings.Replace(page, parts[1], parts[1]+parts[1], 1),
		"fewer rounds":              strings.Replace(page, `"rounds":1000`, `"rounds":999`, 1),
		"a head with another word":  strings.Replace(page, `"version":1,`, `"version":1, `, 1),
		"it was cut off":            page[:len(page)-1_000_000],
		"it was cut off at a line":  page[:strings.Index(page, parts[2])],
		"there is no part":          strings.NewReplacer(parts[0], "", parts[1], "", parts[2], "").Replace(page),
		"there is no head":          "<html></html>",
		"so many rounds as to hang": strings.Replace(page, `"rounds":1000`, `"rounds":600000000`, 1),
	} {
		opened, err := archive.Open(strings.NewReader(changed), phrase)
		if !errors.Is(err, archive.ErrDamaged) && !errors.Is(err, archive.ErrPassphrase) || opened != nil {
			t.Errorf("%s: %d bytes, %v", name, len(opened), err)
		}
	}
}

func TestTheSameContentNeverLooksTheSame(t *testing.T) {
	one, other := locked(t, "{}"), locked(t, "{}")
	head := regexp.MustCompile(`id="head">(.*)</script>`)
	part := regexp.MustCompile(`class="part">(.*)</script>`)
	if head.FindString(one) == head.FindString(other) || part.FindString(one) == part.FindString(other) {
		t.Error("two archives share their salt, or their key")
	}
}

// What can be read without the passphrase must not say whose the file is, what
// it is about or where it comes from.
func TestNothingInClearTells(t *testing.T) {
	page := locked(t, `{"sections":[{"title":"Your groups","rows":[{"words":"planted words of Ana"}]}]}`)
	clear := strings.ToLower(regexp.MustCompile(`class="part">.*</script>`).ReplaceAllString(page, ""))
	for _, word := range []string{
		"handrail", "recover", "sober", "drink", "alcohol", "drug", "addict", "gambl", "group", "meeting", "member", "account", "sponsor", "peer", "support",
		"help", "planted", "ana", "crisis", "treatment", "https?:", "www",
	} {
		if found := regexp.MustCompile(`.{0,30}\b` + word + `.{0,30}`).FindString(clear); found != "" {
			t.Errorf("%q stands in the clear: %s", word, found)
		}
	}
	if strings.Contains(page, "planted") {
		t.Error("the content is in the clear")
	}
	if strings.Contains(archive.FileName, "handrail") {
		t.Error("the name of the file tells")
	}
}

func TestThePolicyNamesThisScriptAndAllowsNothingElse(t *testing.T) {
	page := locked(t, "{}")
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	script := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(page, -1)
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(page, -1)
	if policy == nil || len(script) != 1 || len(style) != 1 {
		t.Fatalf("policy %v, %d scripts, %d styles", policy, len(script), len(style))
	}
	want := "default-src 'none'; script-src '" + sum(script[0][1]) + "'; style-src '" + sum(style[0][1]) + "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	if policy[1] != want {
		t.Errorf("the policy is %q, want %q", policy[1], want)
	}
	if before, _, _ := strings.Cut(page, "<script"); !strings.Contains(before, policy[1]) {
		t.Error("the policy comes after what it is about")
	}
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(s[:])
}

func TestWordsCannotBecomeMarkup(t *testing.T) {
	words := archive.WordsIn(t.Context())
	hostile := `"></p></script><script>alert(1)</script>`
	words.Title, words.Ask, words.Lang, words.Inside.More = hostile, hostile, hostile, hostile
	var page bytes.Buffer
	if err := archive.Write(&page, phrase, strings.NewReader("{}"), words); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), "<script>alert") {
		t.Error("a word became a script")
	}
}

// endless is a long document that nobody holds in memory.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range n {
		p[i] = 'a'
	}
	e.left -= n
	return n, nil
}

func TestALongCopyIsLockedWithoutBeingHeld(t *testing.T) {
	const size = 50 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := archive.WriteQuickly(io.Discard, phrase, &endless{left: size}, archive.WordsIn(t.Context())); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; made > 8<<20 {
		t.Errorf("locking %d bytes took %d bytes of memory in all", size, made)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAnErrorOfTheContentIsHandedOn(t *testing.T) {
	content := io.MultiReader(strings.NewReader(strings.Repeat("a", 1<<20)), broken{})
	if err := archive.WriteQuickly(io.Discard, phrase, content, archive.WordsIn(t.Context())); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestAnErrorOfThePlaceToWriteIsHandedOn(t *testing.T) {
	if err := archive.WriteQuickly(full{}, phrase, strings.NewReader("{}"), archive.WordsIn(t.Context())); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("%v", err)
	}
}

func FuzzOpen(f *testing.F) {
	const head = `<script type="application/json" id="head">{"version":1,"salt":"AAAA","rounds":1}</script>` + "\n"
	f.Add([]byte(head + `<script type="text/plain" class="part">AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA</script>` + "\n"))
	f.Add([]byte(head))
	f.Add([]byte(`<script type="text/plain" class="part">` + "\n"))
	f.Fuzz(func(t *testing.T, page []byte) {
		if bytes.Contains(page, []byte(`"rounds"`)) && !bytes.Contains(page, []byte(`"rounds":1}`)) {
			t.Skip() // many rounds only take long
		}
		opened, err := archive.Open(bytes.NewReader(page), phrase)
		if err == nil || opened != nil {
			t.Errorf("opened %d bytes of what was never locked: %v", len(opened), err)
		}
	})
}
