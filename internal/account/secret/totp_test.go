package secret

import (
	"encoding/base32"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
)

// The key of RFC 6238, appendix B, whose codes there have eight digits.
var rfcKey = base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))

func TestCodesAreThoseOfTheStandard(t *testing.T) {
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := TOTPCode(rfcKey, time.Unix(at, 0)); got != code {
			t.Errorf("at %d the code is %s, want %s", at, got, code)
		}
	}
}

func TestCodeIsGoodOnce(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	key := NewTOTP()
	step, ok := CheckTOTP(key, TOTPCode(key, now), now, 0)
	if !ok || step != now.Unix()/30 {
		t.Fatalf("the code of now: step %d, %v", step, ok)
	}
	if _, again := CheckTOTP(key, TOTPCode(key, now), now, step); again {
		t.Error("a code was taken twice")
	}
	if _, older := CheckTOTP(key, TOTPCode(key, now.Add(-30*time.Second)), now, step); older {
		t.Error("after a code an older one was taken")
	}
	if next, ok := CheckTOTP(key, TOTPCode(key, now.Add(30*time.Second)), now, step); !ok || next != step+1 {
		t.Error("the next code was not taken")
	}
}

func TestCodeOfOneStepBeforeAndAfter(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for away, want := range map[time.Duration]bool{-60 * time.Second: false, -30 * time.Second: true, 0: true, 29 * time.Second: true, 30 * time.Second: true, 60 * time.Second: false} {
		// A key whose five codes differ: else a right one could be another's.
		key := rfcKey
		if _, ok := CheckTOTP(key, TOTPCode(key, now.Add(away)), now, 0); ok != want {
			t.Errorf("a code from %v away: %v, want %v", away, ok, want)
		}
	}
}

func TestCodeAsPeopleTypeIt(t *testing.T) {
	now := time.Unix(1111111109, 0)
	for _, typed := range []string{"081804", "081 804", " 08-18\u00a004 ", "０８１８０４", "٠٨١٨٠٤"} {
		if _, ok := CheckTOTP(rfcKey, typed, now, 0); !ok {
			t.Errorf("%q is refused", typed)
		}
	}
	for _, typed := range []string{"", "81804", "0818041", "081805", "O81804", "081804\x00", strings.Repeat("0", 1_000_000)} {
		if _, ok := CheckTOTP(rfcKey, typed, now, 0); ok {
			t.Errorf("%.20q is taken", typed)
		}
	}
}

func TestNoKeyNoCode(t *testing.T) {
	for _, key := range []string{"", "!", "0189"} {
		if code := TOTPCode(key, time.Unix(59, 0)); code != "" {
			t.Errorf("the key %q shows %s", key, code)
		}
		if _, ok := CheckTOTP(key, "", time.Unix(59, 0), -5); ok {
			t.Errorf("the key %q takes an empty code", key)
		}
	}
}

func TestAddressIsReadByApps(t *testing.T) {
	key := NewTOTP()
	address := TOTPAddress(key, "House: North & Süd?", "Río Luna-4821")
	if strings.ContainsAny(address, "+ ") {
		t.Errorf("%s holds a plus or a space", address)
	}
	parsed, err := otp.NewKeyFromURL(address)
	if err != nil {
		t.Fatal(err)
	}
	if parsed.Type() != "totp" || parsed.Secret() != key || parsed.Period() != 30 || parsed.Digits() != otp.DigitsSix {
		t.Errorf("an app reads %s", parsed)
	}
	if parsed.Issuer() != "House  North & Süd?" || parsed.AccountName() != "Río Luna-4821" {
		t.Errorf("an app shows %q and %q", parsed.Issuer(), parsed.AccountName())
	}
	if u, err := url.Parse(address); err != nil || u.Scheme != "otpauth" {
		t.Errorf("%s is no otpauth address", address)
	}
	if raw, err := base32.StdEncoding.DecodeString(key); err != nil || len(raw) != 20 || key == NewTOTP() {
		t.Errorf("%s is not 160 random bits", key)
	}
}
