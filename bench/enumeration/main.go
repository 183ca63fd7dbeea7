//go:build bench

// Enumeration asks the door about people who exist and people who do not: same status, same bytes, medians within 5 ms.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"handrail/bench/house"
	"handrail/internal/account"
	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/id"
)

// within is how far two medians may lie apart.
const within = 5 * time.Millisecond

var (
	tries  = flag.Int("tries", 500, "how often each is asked")
	engine = house.EngineFlag()
)

func main() {
	flag.Parse()
	house.RunOn(*engine, run)
}

// door is a house of this program's own. Its clock moves a minute with each
// question, so that no limit is in the way of measuring.
type door struct {
	*house.Town
	clock  *clock.Manual
	client *http.Client
	url    string
	names  []string // of people who exist, each with a phrase
	link   string   // an invitation that works
}

func run(ctx context.Context, p house.Place) error {
	d, stop, err := open(ctx, p)
	if err != nil {
		return err
	}
	defer stop()
	if err := d.gather(ctx, min(*tries, 100)); err != nil {
		return err
	}
	for _, q := range d.questions() {
		if err := d.compare(p.Engine, q); err != nil {
			return err
		}
	}
	return nil
}

func open(ctx context.Context, p house.Place) (*door, func(), error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return nil, nil, err
	}
	d := &door{clock: clock.NewManual(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), client: house.Client()}
	d.url = "http://" + strings.Replace(listener.Addr().String(), "127.0.0.1", "localhost", 1)
	a, err := p.Open(ctx, d.url, d.clock)
	if err != nil {
		return nil, nil, err
	}
	d.Town = &house.Town{App: a}
	server := &http.Server{Handler: d.Router}
	go server.Serve(listener)
	return d, func() { server.Close(); d.Close() }, nil
}

// gather sets the house up, and fills it with people who kept their seats.
func (d *door) gather(ctx context.Context, people int) error {
	if err := d.SetUp(ctx); err != nil {
		return err
	}
	steward, err := d.Accounts.FoundSteward(ctx, d.Founder, account.Arrival{Kind: account.Kept, Consents: true})
	if err != nil {
		return err
	}
	v := steward.Viewer
	v.Steward, v.Keys, v.Factors = true, 2, 2
	if d.link, err = d.Accounts.Invite(ctx, v, account.MostUses, account.InviteAtMost); err != nil {
		return err
	}
	for range people {
		if err := d.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *door) settle(ctx context.Context) error {
	w, err := d.Accounts.ComeIn(ctx, account.Arrival{Name: "Quiet Wren", Kind: account.Kept, Consents: true})
	if err != nil {
		return err
	}
	offered, err := d.Accounts.OfferPhrase(ctx, w.Viewer)
	if err != nil {
		return err
	}
	_, err = d.Accounts.KeepPhrase(ctx, w.Viewer, offered)
	d.names = append(d.names, w.Name)
	return err
}

// question is something that is asked of the door, about what exists and about
// what does not. said is what differs because it was typed.
type question struct {
	name  string
	known func() (r *http.Request, said string)
	not   func() (r *http.Request, said string)
}

func (d *door) questions() []question {
	words := func(name, words string) (*http.Request, string) {
		return d.post("/sign-in", url.Values{"name": {name}, "words": {words}}), name
	}
	known := func() string { return d.names[rand.IntN(len(d.names))] }
	nobody := func() string { return fmt.Sprintf("Nobody Wren-%04d", rand.IntN(10_000)) }
	comeIn := func(name string) (*http.Request, string) {
		return d.post("/come-in", url.Values{"age": {"over"}, "consent": {"yes"}, "name": {name}, "once": {id.Token()}}), name
	}
	invitation := func(link string) (*http.Request, string) {
		r, _ := http.NewRequest(http.MethodGet, d.url+"/invitation/"+link, nil)
		return r, link
	}
	return []question{
		{"sign-in", func() (*http.Request, string) { return words(known(), "six words that are not theirs") },
			func() (*http.Request, string) { return words(nobody(), "six words that are not theirs") }},
		{"recovery code", func() (*http.Request, string) { return words(known(), secret.NewCodes()[0]) },
			func() (*http.Request, string) { return words(nobody(), secret.NewCodes()[0]) }},
		{"come in", func() (*http.Request, string) { return comeIn("Quiet Wren") },
			func() (*http.Request, string) { return comeIn("Wren " + letters()) }},
		{"invitation", func() (*http.Request, string) { return invitation(d.link) },
			func() (*http.Request, string) { return invitation(id.Token()) }},
	}
}

func letters() string {
	b := make([]byte, 12)
	for i := range b {
		b[i] = 'a' + byte(rand.IntN(26))
	}
	return string(b)
}

func (d *door) post(path string, form url.Values) *http.Request {
	r, _ := http.NewRequest(http.MethodPost, d.url+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	return r
}

// compare asks both sorts in turns, in a random order, and judges the answers.
func (d *door) compare(engine string, q question) error {
	var took [2][]time.Duration
	answers := map[string]int{}
	for range *tries {
		for _, side := range rand.Perm(2) {
			ask := [2]func() (*http.Request, string){q.known, q.not}[side]
			lasted, answer, err := d.ask(ask())
			if err != nil {
				return err
			}
			took[side] = append(took[side], lasted)
			answers[answer]++
		}
	}
	known, not := house.Share(took[0], 50), house.Share(took[1], 50)
	apart := (known - not).Abs()
	fmt.Printf("%-9s %-14s %d + %d tries: %d answer(s); median %.2f ms for who exists, %.2f ms for who does not: %.2f ms apart\n",
		engine, q.name, *tries, *tries, len(answers), house.Millis(known), house.Millis(not), house.Millis(apart))
	if len(answers) != 1 || apart > within {
		return fmt.Errorf("%s: the two can be told apart", q.name)
	}
	return nil
}

// differs is what differs between any two answers.
var differs = regexp.MustCompile(`(nonce="[^"]*"|name="once" value="[^"]*")`)

func (d *door) ask(r *http.Request, said string) (time.Duration, string, error) {
	d.clock.Advance(time.Minute)
	began := time.Now()
	answer, err := d.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	lasted := time.Since(began)
	text := strings.ReplaceAll(differs.ReplaceAllString(string(body), ""), said, "")
	return lasted, fmt.Sprint(answer.StatusCode, answer.Header.Get("Location"), text), err
}
