package passkey_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account/passkey"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
)

const origin = "https://house.example"

var handle = []byte("a handle of sixty-four random bytes, or near enough for a test")

// desk is a site and somebody in front of it with a phone.
type desk struct {
	*testing.T
	clock *clock.Manual
	party *passkey.Party
	phone *passkeytest.Authenticator
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	return &desk{T: t, clock: c, party: passkey.New(address(t, origin), c), phone: passkeytest.New(origin)}
}

func address(t testing.TB, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (d *desk) ok(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// refused fails unless err is the one answer to an unusable passkey.
func (d *desk) refused(err error) {
	d.Helper()
	if f, ok := fault.From(err); !ok || f.Kind != fault.Invalid || f.Say != passkey.Refused {
		d.Errorf("got %v, want the refusal", err)
	}
}

// asked begins to add a passkey and lets the phone answer.
func (d *desk) asked(a passkey.Adding) (state, answer []byte) {
	d.Helper()
	if a.Handle == nil {
		a.Handle = handle
	}
	options, state, err := d.party.BeginAdd(a)
	d.ok(err)
	answer, err = d.phone.Register(options)
	d.ok(err)
	return state, answer
}

func (d *desk) add(a passkey.Adding) passkey.Credential {
	d.Helper()
	state, answer := d.asked(a)
	h := a.Handle
	if h == nil {
		h = handle
	}
	made, err := d.party.FinishAdd(state, h, answer)
	d.ok(err)
	return made
}

// knocked begins to sign in and lets the phone answer.
func (d *desk) knocked(verify bool) (state, answer []byte) {
	d.Helper()
	options, state, err := d.party.BeginSignIn(verify)
	d.ok(err)
	answer, err = d.phone.Assert(options)
	d.ok(err)
	return state, answer
}

// among finds a passkey the way a caller with a database does.
func among(all ...passkey.Credential) passkey.Find {
	return func(id, _ []byte) (passkey.Credential, error) {
		for _, c := range all {
			if bytes.Equal(c.ID, id) {
				return c, nil
			}
		}
		return passkey.Credential{}, fault.Missing()
	}
}

func TestSomebodyAddsAPasskeyAndSignsInWithIt(t *testing.T) {
	for name, algorithm := range map[string]passkeytest.Algorithm{
		"ES256": passkeytest.ES256, "EdDSA": passkeytest.EdDSA, "RS256": passkeytest.RS256,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.phone.Algorithm = algorithm
			made := d.add(passkey.Adding{Name: "Brightly-4821"})
			if len(made.ID) == 0 || !made.Verified || !made.Synced {
				t.Errorf("made %+v", made)
			}
			state, answer := d.knocked(true)
			used, err := d.party.FinishSignIn(state, answer, among(made))
			d.ok(err)
			if !bytes.Equal(used.ID, made.ID) || !bytes.Equal(used.Handle, handle) || !used.Verified || !used.Synced || used.Cloned {
				t.Errorf("used %+v", used)
			}
		})
	}
}

func TestWhatAPhoneDoesNotCheckOrCopyIsSaid(t *testing.T) {
	d := newDesk(t)
	d.phone.UV, d.phone.Synced = false, false
	made := d.add(passkey.Adding{})
	if made.Verified || made.Synced {
		t.Errorf("made %+v", made)
	}
	state, answer := d.knocked(false)
	used, err := d.party.FinishSignIn(state, answer, among(made))
	d.ok(err)
	if used.Verified || used.Synced {
		t.Errorf("used %+v", used)
	}
	d.phone.UV = true // this time it checks, and this time alone counts
	state, answer = d.knocked(false)
	if used, err = d.party.FinishSignIn(state, answer, among(made)); err != nil || !used.Verified {
		t.Errorf("used %+v, %v", used, err)
	}
	d.phone.UV = false
	state, answer = d.knocked(false)
	if used, err = d.party.FinishSignIn(state, answer, among(passkey.Credential{ID: made.ID, Data: used.Data})); err != nil || used.Verified {
		t.Errorf("used %+v, %v", used, err)
	}
}

func TestEveryQuestionIsFresh(t *testing.T) {
	d := newDesk(t)
	made := d.add(passkey.Adding{})
	seen := map[string]bool{}
	for range 20 {
		for _, begin := range []func() (json.RawMessage, []byte, error){
			func() (json.RawMessage, []byte, error) { return d.party.BeginAdd(passkey.Adding{Handle: handle}) },
			func() (json.RawMessage, []byte, error) { return d.party.BeginSignIn(false) },
			func() (json.RawMessage, []byte, error) {
				return d.party.BeginProof(handle, []passkey.Credential{made}, false)
			},
		} {
			options, _, err := begin()
			d.ok(err)
			var o struct{ Challenge string }
			d.ok(json.Unmarshal(options, &o))
			if len(o.Challenge) < 43 || seen[o.Challenge] {
				t.Fatalf("challenge %q is short, or was asked before", o.Challenge)
			}
			seen[o.Challenge] = true
		}
	}
}

func TestOptionsAskForADiscoverablePasskeyAndNoMakersName(t *testing.T) {
	d := newDesk(t)
	made := d.add(passkey.Adding{})
	options, _, err := d.party.BeginAdd(passkey.Adding{Name: "Brightly-4821", Handle: handle, Existing: []passkey.Credential{made}, Verify: true})
	d.ok(err)
	for _, want := range []string{
		`"residentKey":"required"`, `"requireResidentKey":true`, `"userVerification":"required"`, `"attestation":"none"`,
		`"id":"house.example"`, `"name":"house.example"`, `"name":"Brightly-4821"`, `"timeout":300000`, `"excludeCredentials":[{`,
		`"pubKeyCredParams":[{"type":"public-key","alg":-8},{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}]`,
	} {
		if !strings.Contains(string(options), want) {
			t.Errorf("%s is not in %s", want, options)
		}
	}
	if _, err := d.phone.Register(options); err == nil {
		t.Error("one phone took two passkeys of one account")
	}
	if options, _, err = d.party.BeginSignIn(false); err != nil || strings.Contains(string(options), "allowCredentials") {
		t.Errorf("signing in names passkeys: %s, %v", options, err)
	}
	if !strings.Contains(string(options), `"userVerification":"preferred"`) {
		t.Errorf("signing in asks %s", options)
	}
}

func TestNothingIsKeptAboutTheMakeOfADevice(t *testing.T) {
	made := newDesk(t).add(passkey.Adding{})
	for _, word := range []string{"attestation", "aaguid", "clientData", "Attachment"} {
		if strings.Contains(strings.ToLower(string(made.Data)), strings.ToLower(word)) {
			t.Errorf("%s holds %s", made.Data, word)
		}
	}
}

func TestACeremonyEndsAfterFiveMinutes(t *testing.T) {
	d := newDesk(t)
	made := d.add(passkey.Adding{})
	other := passkeytest.New(origin)
	options, adding, err := d.party.BeginAdd(passkey.Adding{Handle: handle})
	d.ok(err)
	added, err := other.Register(options)
	d.ok(err)
	signing, signed := d.knocked(false)
	proving, proved := d.proved(made)
	for _, wait := range []time.Duration{passkey.Patience - time.Millisecond, time.Millisecond} {
		d.clock.Advance(wait)
		late := d.clock.Now().Sub(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)) >= passkey.Patience
		_, err1 := d.party.FinishAdd(adding, handle, added)
		_, err2 := d.party.FinishSignIn(signing, signed, among(made))
		_, err3 := d.party.FinishProof(proving, handle, []passkey.Credential{made}, proved)
		for _, err := range []error{err1, err2, err3} {
			f, is := fault.From(err)
			if late && (!is || f.Say != passkey.Late) || !late && err != nil {
				t.Errorf("late is %v, the answer %v", late, err)
			}
		}
	}
}

func TestACounterThatDoesNotRiseIsACopy(t *testing.T) {
	d := newDesk(t)
	d.phone.Counts = true
	made := d.add(passkey.Adding{})
	copied := d.phone.Copy()
	state, answer := d.knocked(false)
	used, err := d.party.FinishSignIn(state, answer, among(made))
	d.ok(err)
	if used.Cloned {
		t.Error("the first use is taken for a copy")
	}
	now := passkey.Credential{ID: made.ID, Data: used.Data}
	d.phone = copied
	state, answer = d.knocked(false)
	used, err = d.party.FinishSignIn(state, answer, among(now))
	d.ok(err)
	if !used.Cloned {
		t.Error("a copy with an old counter is not told")
	}
	state, answer = d.knocked(false) // the counter is above again
	used, err = d.party.FinishSignIn(state, answer, among(passkey.Credential{ID: made.ID, Data: used.Data}))
	d.ok(err)
	if used.Cloned {
		t.Error("once told, it is told for ever")
	}
}

func (d *desk) proved(own ...passkey.Credential) (state, answer []byte) {
	d.Helper()
	options, state, err := d.party.BeginProof(handle, own, false)
	d.ok(err)
	answer, err = d.phone.Assert(options)
	d.ok(err)
	return state, answer
}

func TestSomebodyProvesWhoTheyAreWithTheirOwnPasskeyOnly(t *testing.T) {
	d := newDesk(t)
	made := d.add(passkey.Adding{})
	own := []passkey.Credential{made}
	state, answer := d.proved(own...)
	used, err := d.party.FinishProof(state, handle, own, answer)
	d.ok(err)
	if !bytes.Equal(used.ID, made.ID) || !bytes.Equal(used.Handle, handle) || !used.Verified {
		t.Errorf("used %+v", used)
	}

	stranger := passkeytest.New(origin)
	options, theirState, err := d.party.BeginAdd(passkey.Adding{Handle: []byte("somebody else")})
	d.ok(err)
	theirAnswer, err := stranger.Register(options)
	d.ok(err)
	theirs, err := d.party.FinishAdd(theirState, []byte("somebody else"), theirAnswer)
	d.ok(err)

	stranger.Bend = func(a *passkeytest.Answer) { a.Handle = handle }
	options, state, err = d.party.BeginProof(handle, own, false)
	d.ok(err)
	wide := strings.Replace(string(options), `"allowCredentials"`, `"ignored"`, 1)
	answer, err = stranger.Assert([]byte(wide))
	d.ok(err)
	_, err = d.party.FinishProof(state, handle, own, answer)
	d.refused(err)
	_, err = d.party.FinishProof(state, handle, []passkey.Credential{made, theirs}, answer)
	d.refused(err)
	_, err = d.party.FinishProof(state, []byte("somebody else"), []passkey.Credential{theirs}, answer)
	d.refused(err)
	state, answer = d.proved(own...)
	_, err = d.party.FinishProof(state, handle, nil, answer) // taken away meanwhile
	d.refused(err)
	_, _, err = d.party.BeginProof(handle, nil, false)
	d.refused(err)
}

func TestAnErrorOfTheCallerComesBackAsItIs(t *testing.T) {
	d := newDesk(t)
	d.add(passkey.Adding{})
	broken := errors.New("the disk is on fire")
	state, answer := d.knocked(false)
	_, err := d.party.FinishSignIn(state, answer, func(_, _ []byte) (passkey.Credential, error) { return passkey.Credential{}, broken })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	_, err = d.party.FinishSignIn(state, answer, among())
	d.refused(err)
	_, err = d.party.FinishSignIn(state, answer, func(_, _ []byte) (passkey.Credential, error) {
		return passkey.Credential{Data: []byte("{")}, nil
	})
	if err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("a passkey that cannot be read is answered with %v", err)
	}
}

func TestPasskeysNeedANameAndASafeConnection(t *testing.T) {
	c := clock.NewManual(time.Unix(0, 0))
	for base, want := range map[string]bool{
		"https://house.example": true, "https://house.example:8443": true, "http://localhost:8080": true,
		"http://a.localhost:8080": true, "https://HOUSE.example": true,
		"http://house.example": false, "http://127.0.0.1:8080": false, "https://192.0.2.7": false, "https://[2001:db8::1]": false,
		"https://": false, "ftp://house.example": false, "https://a..example": false,
	} {
		p := passkey.New(address(t, base), c)
		if p.Possible() != want {
			t.Errorf("%s: possible is %v", base, p.Possible())
		}
		if want {
			continue
		}
		_, _, err1 := p.BeginAdd(passkey.Adding{Handle: handle})
		_, _, err2 := p.BeginSignIn(false)
		_, _, err3 := p.BeginProof(handle, nil, false)
		_, err4 := p.FinishAdd(nil, handle, nil)
		_, err5 := p.FinishSignIn(nil, nil, among())
		_, err6 := p.FinishProof(nil, handle, nil, nil)
		for i, err := range []error{err1, err2, err3, err4, err5, err6} {
			if f, ok := fault.From(err); !ok || f.Say != passkey.NotHere {
				t.Errorf("%s: %d answers %v", base, i, err)
			}
		}
	}
}
