package passkey_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"handrail/internal/account/passkey"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
)

// bent are answers of authenticators and browsers that lie. What they lie about
// is signed all the same.
var bent = map[string]func(*passkeytest.Answer){
	"another site's page":       func(a *passkeytest.Answer) { a.Origin = "https://house.example.evil.example" },
	"another port":              func(a *passkeytest.Answer) { a.Origin = origin + ":8443" },
	"without encryption":        func(a *passkeytest.Answer) { a.Origin = "http://house.example" },
	"a page below":              func(a *passkeytest.Answer) { a.Origin = "https://forum.house.example" },
	"no page":                   func(a *passkeytest.Answer) { a.Origin = "null" },
	"framed by another site":    func(a *passkeytest.Answer) { a.CrossOrigin, a.TopOrigin = true, "https://evil.example" },
	"framed, not saying where":  func(a *passkeytest.Answer) { a.CrossOrigin = true },
	"another site's passkey":    func(a *passkeytest.Answer) { a.RPID = "evil.example" },
	"another challenge":         func(a *passkeytest.Answer) { a.Challenge = strings.Repeat("A", 43) },
	"no challenge":              func(a *passkeytest.Answer) { a.Challenge = "" },
	"made, where it was used":   func(a *passkeytest.Answer) { a.Type = flip(a.Type) },
	"no kind":                   func(a *passkeytest.Answer) { a.Type = "" },
	"nobody was there":          func(a *passkeytest.Answer) { a.Flags &^= passkeytest.Present },
	"nobody showed who it was":  func(a *passkeytest.Answer) { a.Flags &^= passkeytest.Verified },
	"copied, but cannot be":     func(a *passkeytest.Answer) { a.Flags &^= passkeytest.Eligible },
	"attested, or not any more": func(a *passkeytest.Answer) { a.Flags ^= passkeytest.Attested },
}

func flip(kind string) string {
	if kind == "webauthn.create" {
		return "webauthn.get"
	}
	return "webauthn.create"
}

func TestABentAnswerIsRefused(t *testing.T) {
	for name, bend := range bent {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			made := d.add(passkey.Adding{Verify: true})
			own := []passkey.Credential{made}
			d.phone.Bend = bend

			state, answer := d.knocked(true)
			_, err := d.party.FinishSignIn(state, answer, among(made))
			d.refused(err)

			options, state, err := d.party.BeginProof(handle, own, true)
			d.ok(err)
			answer, err = d.phone.Assert(options)
			d.ok(err)
			_, err = d.party.FinishProof(state, handle, own, answer)
			d.refused(err)

			d.phone.Forget()
			state, answer = d.asked(passkey.Adding{Verify: true})
			_, err = d.party.FinishAdd(state, handle, answer)
			d.refused(err)
		})
	}
}

func TestAHandleThatDoesNotBelongIsRefused(t *testing.T) {
	for name, said := range map[string][]byte{"another's": []byte("somebody else"), "none": nil} {
		d := newDesk(t)
		made := d.add(passkey.Adding{})
		d.phone.Bend = func(a *passkeytest.Answer) { a.Handle = said }
		state, answer := d.knocked(false)
		if _, err := d.party.FinishSignIn(state, answer, among(made)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := newDesk(t)
	state, answer := d.asked(passkey.Adding{})
	_, err := d.party.FinishAdd(state, []byte("somebody else"), answer)
	d.refused(err)
}

// A caller that looks up the wrong passkey signs nobody in.
func TestAnotherPasskeyThanTheOneInTheAnswerIsRefused(t *testing.T) {
	d := newDesk(t)
	d.add(passkey.Adding{})
	other := newDesk(t).add(passkey.Adding{})
	state, answer := d.knocked(false)
	_, err := d.party.FinishSignIn(state, answer, func(_, _ []byte) (passkey.Credential, error) { return other, nil })
	d.refused(err)
}

func TestAStateIsGoodForItsOwnCeremonyOnly(t *testing.T) {
	d := newDesk(t)
	made := d.add(passkey.Adding{})
	own := []passkey.Credential{made}
	signing, signed := d.knocked(false)
	proving, proved := d.proved(made)
	d.phone.Forget()
	adding, added := d.asked(passkey.Adding{})
	for _, state := range [][]byte{adding, signing, proving, nil, []byte("{}"), []byte("null"), []byte(`{"ceremony":"sign-in","until":9e15}`)} {
		for _, answer := range [][]byte{added, signed, proved} {
			good := func(s, a []byte) bool { return bytes.Equal(s, state) && bytes.Equal(a, answer) }
			if _, err := d.party.FinishAdd(state, handle, answer); !good(adding, added) {
				d.refused(err)
			}
			if _, err := d.party.FinishSignIn(state, answer, among(made)); !good(signing, signed) {
				d.refused(err)
			}
			if _, err := d.party.FinishProof(state, handle, own, answer); !good(proving, proved) {
				d.refused(err)
			}
		}
	}
	// The kind alone decides, even where everything else would fit.
	as := func(kind string, state []byte) []byte {
		var s map[string]any
		d.ok(json.Unmarshal(state, &s))
		s["ceremony"] = kind
		changed, err := json.Marshal(s)
		d.ok(err)
		return changed
	}
	_, err := d.party.FinishProof(as("add", proving), handle, own, proved)
	d.refused(err)
	_, err = d.party.FinishProof(as("prove", proving), handle, own, proved)
	d.ok(err)
}

// garbled changes the outside of a good answer: what no signature protects, and
// what the signature is about.
var garbled = map[string]func(fields map[string]any, response map[string]any){
	"no id":               func(f, _ map[string]any) { delete(f, "id") },
	"an id that is empty": func(f, _ map[string]any) { f["id"], f["rawId"] = "\n", "\n" },
	"two ids":             func(f, _ map[string]any) { f["rawId"] = "AAAA" },
	"another id":          func(f, _ map[string]any) { f["id"], f["rawId"] = "AAAA", "AAAA" },
	"an id of numbers":    func(f, _ map[string]any) { f["id"], f["rawId"] = 1, []int{1, 2} },
	"another type":        func(f, _ map[string]any) { f["type"] = "password" },
	"no response":         func(f, _ map[string]any) { delete(f, "response") },
	"a response of text":  func(f, _ map[string]any) { f["response"] = "yes" },
	"no client data":      func(_, r map[string]any) { delete(r, "clientDataJSON") },
	"client data of list": func(_, r map[string]any) { r["clientDataJSON"] = b64([]byte("[]")) },
	"client data cut":     func(_, r map[string]any) { r["clientDataJSON"] = b64([]byte(`{"type":"webauthn`)) },
	"client data as null": func(_, r map[string]any) { r["clientDataJSON"] = nil },
	"no base64":           func(_, r map[string]any) { r["clientDataJSON"] = "***" },
	"no signature":        func(_, r map[string]any) { delete(r, "signature"); delete(r, "attestationObject") },
	"nothing but zeros": func(_, r map[string]any) {
		zeros := func(b []byte) []byte { return make([]byte, len(b)) }
		change(r, "signature", zeros)
		change(r, "attestationObject", zeros)
	},
	"a bit elsewhere": func(_, r map[string]any) {
		change(r, "signature", flipLast)
		change(r, "attestationObject", func(b []byte) []byte { b[0] ^= 0x40; return b })
	},
	"cut short":     func(_, r map[string]any) { eachOf(r, func(b []byte) []byte { return b[:len(b)/2] }) },
	"one byte":      func(_, r map[string]any) { eachOf(r, func([]byte) []byte { return []byte{0xff} }) },
	"endless lists": func(_, r map[string]any) { eachOf(r, func([]byte) []byte { return bytes.Repeat([]byte{0x9f}, 4096) }) },
	"nested lists":  func(_, r map[string]any) { eachOf(r, func([]byte) []byte { return bytes.Repeat([]byte{0x81}, 4096) }) },
	"a huge length": func(_, r map[string]any) {
		eachOf(r, func([]byte) []byte { return []byte("\x5b\x7f\xff\xff\xff\xff\xff\xff\xff") })
	},
	"more than told": func(_, r map[string]any) { eachOf(r, func(b []byte) []byte { return append(b, 0) }) },
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func flipLast(b []byte) []byte { b[len(b)-1] ^= 1; return b }

// change rewrites one field of bytes, if it is there.
func change(r map[string]any, field string, how func([]byte) []byte) {
	if text, ok := r[field].(string); ok {
		b, _ := base64.RawURLEncoding.DecodeString(text)
		r[field] = b64(how(b))
	}
}

// eachOf rewrites what the authenticator itself says.
func eachOf(r map[string]any, how func([]byte) []byte) {
	change(r, "attestationObject", how)
	change(r, "authenticatorData", how)
}

func garble(t *testing.T, answer []byte, how func(f, r map[string]any)) []byte {
	t.Helper()
	var fields map[string]any
	if err := json.Unmarshal(answer, &fields); err != nil {
		t.Fatal(err)
	}
	how(fields, fields["response"].(map[string]any))
	out, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAGarbledAnswerIsRefused(t *testing.T) {
	d := newDesk(t)
	made := d.add(passkey.Adding{})
	own := []passkey.Credential{made}
	signing, signed := d.knocked(false)
	proving, proved := d.proved(made)
	d.phone.Forget()
	adding, added := d.asked(passkey.Adding{})
	for name, how := range garbled {
		t.Run(name, func(t *testing.T) {
			at := &desk{T: t, clock: d.clock, party: d.party}
			_, err := at.party.FinishAdd(adding, handle, garble(t, added, how))
			at.refused(err)
			_, err = at.party.FinishSignIn(signing, garble(t, signed, how), among(made))
			at.refused(err)
			_, err = at.party.FinishProof(proving, handle, own, garble(t, proved, how))
			at.refused(err)
		})
	}
}

func TestAnAnswerThatIsNoObjectOrTooLongIsRefused(t *testing.T) {
	d := newDesk(t)
	made := d.add(passkey.Adding{})
	state, answer := d.knocked(false)
	spaces := func(n int) []byte { return append(bytes.Repeat([]byte(" "), n-len(answer)), answer...) }
	for _, bad := range [][]byte{
		nil, []byte("null"), []byte("[]"), []byte(`"x"`), []byte("{}"), []byte("{"), {0}, {0xff, 0xfe},
		append(bytes.Clone(answer), answer...), append(bytes.Clone(answer), '}'),
		bytes.Repeat([]byte("["), passkey.MaxAnswer), spaces(passkey.MaxAnswer + 1),
	} {
		_, err := d.party.FinishSignIn(state, bad, among(made))
		d.refused(err)
		_, err = d.party.FinishAdd(state, handle, bad)
		d.refused(err)
	}
	_, err := d.party.FinishSignIn(state, spaces(passkey.MaxAnswer), among(made))
	d.ok(err)
}

// settled says whether err is an answer that people may see.
func settled(err error) bool {
	_, ok := fault.From(err)
	return err == nil || ok
}

func FuzzFinishAdd(f *testing.F) {
	d := &desk{T: &testing.T{}}
	d.party, d.phone = passkey.New(address(f, origin), still()), passkeytest.New(origin)
	state, answer := d.asked(passkey.Adding{})
	for _, seed := range [][]byte{answer, nil, []byte("{}"), []byte("null")} {
		f.Add(seed)
	}
	good, err := d.party.FinishAdd(state, handle, answer)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		made, err := d.party.FinishAdd(state, handle, answer)
		if !settled(err) {
			t.Fatal(err)
		}
		if err == nil && len(made.ID) == 0 {
			t.Fatalf("made a passkey without an ID, unlike %+v", good)
		}
	})
}

func FuzzFinishSignInAndProof(f *testing.F) {
	d := &desk{T: &testing.T{}}
	d.party, d.phone = passkey.New(address(f, origin), still()), passkeytest.New(origin)
	made := d.add(passkey.Adding{})
	own := []passkey.Credential{made}
	signing, signed := d.knocked(false)
	proving, proved := d.proved(made)
	for _, seed := range [][]byte{signed, proved, nil, []byte("{}")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		_, err := d.party.FinishSignIn(signing, answer, among(made))
		if !settled(err) || err == nil && !says(answer, signed) {
			t.Fatalf("sign-in: %v", err)
		}
		_, err = d.party.FinishProof(proving, handle, own, answer)
		if !settled(err) || err == nil && !says(answer, proved) {
			t.Fatalf("proof: %v", err)
		}
	})
}

// says is whether two answers carry the same signed words: only the spelling
// around them may differ.
func says(answer, good []byte) bool {
	type signed struct {
		Response struct{ ClientDataJSON, AuthenticatorData, Signature string }
	}
	var a, b signed
	if json.Unmarshal(answer, &a) != nil || json.Unmarshal(good, &b) != nil {
		return false
	}
	plain := func(s string) string {
		raw, _ := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
		return string(raw)
	}
	return plain(a.Response.ClientDataJSON) == plain(b.Response.ClientDataJSON) &&
		plain(a.Response.AuthenticatorData) == plain(b.Response.AuthenticatorData)
}

func still() clock.Clock { return clock.NewManual(time.Unix(1_800_000_000, 0)) }
