package apptest

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/site"
)

// Person is one of the cast.
type Person struct {
	Name    string
	purpose account.Purpose // of a pass, or "" for an account
	seat    bool            // an account
	keys    int             // how many passkeys it has
	paused  bool
}

// The cast.
var (
	Vera   = Person{Name: "Vera"}                               // a visitor: no session
	Ana    = Person{Name: "Ana", seat: true, keys: 1}           // a member who kept her seat
	Zoe    = Person{Name: "Zoe", seat: true}                    // a member without a key
	Pia    = Person{Name: "Pia", seat: true, paused: true}      // a member whose seat is paused
	Lee    = Person{Name: "Lee", purpose: "listening"}          // here with a pass for something else
	Sam    = Person{Name: "Sam", purpose: account.GuestSpeaker} // a guest speaker, of a date that is gone
	Stella = Person{Name: "Stella", seat: true, keys: 2}        // the steward
)

// Cast is everybody.
func Cast() []Person { return []Person{Vera, Ana, Zoe, Pia, Lee, Sam, Stella} }

// gather sets the house up and lets the cast in.
func (a *App) gather() {
	a.t.Helper()
	ctx := context.Background()
	founder := a.take(ctx, account.SetUp)
	must(a.t, a.Site.Change(ctx, a.viewer(founder), lanternStreet))
	stella, err := a.Accounts.FoundSteward(ctx, a.viewer(founder), arrival())
	must(a.t, err)
	a.seats[Stella] = stella.Token
	a.addKeys(Stella)
	for _, p := range []Person{Ana, Zoe, Pia} {
		w, err := a.Accounts.ComeIn(ctx, arrival())
		must(a.t, err)
		a.seats[p] = w.Token
		a.addKeys(p)
	}
	by, err := account.ByViewer(a.Viewer(Stella), "a pause for the tests")
	must(a.t, err)
	must(a.t, a.Accounts.Pause(ctx, by, a.Viewer(Pia).Account))
	a.seats[Lee], a.seats[Sam] = a.take(ctx, Lee.purpose), a.take(ctx, Sam.purpose)
}

// lanternStreet is the site of every test.
var lanternStreet = site.Site{
	Name: "Lantern Street", Operator: "The Lanterns", Registration: site.OpenToAll, Country: "GB", Language: "en", Zone: "Europe/London",
	Welcome: "Good that *you* are here.",
}

func arrival() account.Arrival {
	return account.Arrival{Kind: account.Kept, Device: "Chrome on Android", Consents: true}
}

// Newcomer is somebody who has just come in, beside the cast.
func (a *App) Newcomer(name string) Person {
	a.t.Helper()
	w, err := a.Accounts.ComeIn(context.Background(), arrival())
	must(a.t, err)
	p := Person{Name: name, seat: true}
	a.seats[p] = w.Token
	return p
}

// Guest is a guest speaker who holds nothing yet: Hold gives them what a link gave.
func (a *App) Guest(name string) Person { return Person{Name: name, purpose: account.GuestSpeaker} }

// take spends a one-time link for a purpose.
func (a *App) take(ctx context.Context, purpose account.Purpose) (token string) {
	a.t.Helper()
	link, err := a.Accounts.Issue(ctx, purpose, "", 30*24*time.Hour)
	must(a.t, err)
	_, token, err = a.Accounts.Take(ctx, purpose, link, account.Kept, "Firefox on Linux")
	must(a.t, err)
	return token
}

// addKeys gives a person the passkeys that they have in every test.
func (a *App) addKeys(p Person) {
	a.t.Helper()
	for range p.keys {
		a.AddKey(p)
	}
}

// AddKey gives a person a passkey on a phone of its own.
func (a *App) AddKey(p Person) {
	a.t.Helper()
	ctx, device := context.Background(), passkeytest.New(a.Base.String())
	q, err := a.Accounts.BeginPasskey(ctx, a.Viewer(p))
	must(a.t, err)
	answer, err := device.Register(q.Options)
	must(a.t, err)
	a.seats[p], err = a.Accounts.AddPasskey(ctx, a.Viewer(p), q.Token, answer, "a phone")
	must(a.t, err)
	a.devices[p] = device
}

// Device is the phone on which a person of the cast has their last passkey.
func (a *App) Device(p Person) *passkeytest.Authenticator { return a.devices[p] }
