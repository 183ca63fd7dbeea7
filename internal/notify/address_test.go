package notify_test

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/notify"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/push"
)

var codeInMail = regexp.MustCompile(`/settings/notices/address/(\d{6})\b`)

// ask gives an address and is the code that came.
func (h *house) ask(v account.Viewer, address string) (code string) {
	h.t.Helper()
	h.clock.Advance(time.Second) // letters lie in the order of the clock
	before := len(h.letters())
	h.must(h.GiveAddress(h.t.Context(), v, address))
	h.settle()
	letters := h.wantLetters(before+1, "the code")
	found := codeInMail.FindStringSubmatch(strings.ReplaceAll(letters[len(letters)-1], "=\r\n", ""))
	if found == nil {
		h.t.Fatalf("no code in %s", letters[len(letters)-1])
	}
	return found[1]
}

func (h *house) giveAddress(v account.Viewer, address string) {
	h.t.Helper()
	h.must(h.Confirm(h.t.Context(), v, h.ask(v, address)))
}

func (h *house) wantAddress(v account.Viewer, want notify.Address, why string) {
	h.t.Helper()
	if got, err := h.AddressFor(h.t.Context(), v); got != want || err != nil {
		h.t.Errorf("%s: %+v, %v, want %+v", why, got, err, want)
	}
}

func TestAnAddressIsConfirmedByItsCode(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("es", "")
		h.wantAddress(ana, notify.Address{}, "at first")
		code := h.ask(ana, "Ana@example.net")
		h.wantAddress(ana, notify.Address{Text: "Ana@example.net"}, "before the code")
		h.tell(ana, keyAdded, "")
		h.settle()
		letters := h.wantLetters(1, "what is urgent, before the code")
		if !strings.Contains(letters[0], "Content-Language: es") || !strings.Contains(letters[0], "<Ana@example.net>") {
			t.Errorf("%s", letters[0])
		}
		h.must(h.Confirm(h.t.Context(), ana, code))
		h.wantAddress(ana, notify.Address{Text: "Ana@example.net", Confirmed: true}, "after the code")
		wantKind(t, h.Confirm(h.t.Context(), ana, code), fault.Invalid, "the code a second time")
		h.clock.Advance(time.Minute)
		h.tell(ana, keyAdded, "")
		h.settle()
		h.wantLetters(2, "what is urgent, after the code")
		h.must(h.RemoveAddress(h.t.Context(), ana))
		h.wantAddress(ana, notify.Address{}, "once it is taken out")
		h.clock.Advance(time.Minute)
		h.tell(ana, keyAdded, "")
		h.settle()
		h.wantLetters(2, "once it is taken out")
	})
}

func TestACodeIsGuessedAtFiveTimes(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		code := h.ask(ana, "ana@example.net")
		for range 5 {
			wantKind(t, h.Confirm(h.t.Context(), ana, wrong(code)), fault.Invalid, "a wrong code")
		}
		wantKind(t, h.Confirm(h.t.Context(), ana, code), fault.Invalid, "the right code, too late")
		h.wantAddress(ana, notify.Address{Text: "ana@example.net"}, "after five wrong codes")

		again := h.ask(ana, "ana@example.net")
		for range 4 {
			wantKind(t, h.Confirm(h.t.Context(), ana, wrong(again)), fault.Invalid, "a wrong code")
		}
		wantKind(t, h.Confirm(h.t.Context(), h.come("en", ""), again), fault.NotFound, "somebody else's code")
		h.must(h.Confirm(h.t.Context(), ana, again))
	})
}

func wrong(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return string(code[0]+1) + code[1:]
}

func TestACodeRunsOut(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		code := h.ask(ana, "ana@example.net")
		h.clock.Advance(time.Hour)
		wantKind(t, h.Confirm(h.t.Context(), ana, code), fault.Invalid, "after an hour")
		h.clock.Advance(time.Minute)
		h.must(h.Sweep(h.t.Context()))
		h.wantAddress(ana, notify.Address{}, "one that was never confirmed")
	})
}

func TestAMailboxIsNotFilledWithCodes(t *testing.T) {
	each(t, func(h *house) {
		for range 3 {
			h.must(h.GiveAddress(h.t.Context(), h.come("en", ""), "victim@example.net"))
		}
		wantKind(t, h.GiveAddress(h.t.Context(), h.come("en", ""), "victim@example.net"), fault.TooMany, "a fourth within the hour, by a fourth person")
		h.must(h.GiveAddress(h.t.Context(), h.come("en", ""), "other@example.net"))
		h.settle()
		h.wantLetters(4, "codes")
	})
}

func TestACodeLeavesOnce(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.pull("notify.send")
		h.must(h.GiveAddress(h.t.Context(), ana, "ana@example.net"))
		asked := h.clock.Now().UnixMilli()
		h.stop()
		h.pull("")
		for range 3 {
			h.must(h.SendCode(h.t.Context(), ana.Account, asked))
		}
		h.wantLetters(0, "after a crash on the way")
	})
}

func TestAnAddressIsOnTheDiskSealedAlone(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.giveAddress(ana, "planted-address@example.net")
		h.subscribe(ana, "https://push.example.net/planted-endpoint")
		var address, subscription []byte
		h.must(h.db.Writer().QueryRow(`SELECT address FROM notify_address`).Scan(&address))
		h.must(h.db.Writer().QueryRow(`SELECT subscription FROM notify_device`).Scan(&subscription))
		for what, sealed := range map[string][]byte{"planted-address": address, "planted-endpoint": subscription} {
			if bytes.Contains(sealed, []byte(what)) {
				t.Errorf("%s can be read", what)
			}
		}
		if strings.Contains(h.log.String(), "planted") {
			t.Error("the log holds it")
		}
		h.must(h.keys.Destroy(h.t.Context(), declare.Private.Owner(ana.Account)))
		h.wantAddress(ana, notify.Address{}, "once its key is destroyed")
		h.tell(ana, keyAdded, "")
		h.settle()
		h.wantScreens(0, "once the key is destroyed")
		if devices, _ := h.DevicesFor(h.t.Context(), ana); len(devices) != 0 {
			t.Error("a browser that cannot be reached is kept")
		}
		if n := h.count(`SELECT count(*) FROM notify_address`); n != 0 {
			t.Error("an address that cannot be read is kept")
		}
		wantKind(t, h.GiveAddress(h.t.Context(), ana, "ana@example.net"), fault.Conflict, "an address without a key to seal it")
	})
}

func TestAWrongAddressIsTakenOutAndItsOwnerTold(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.giveAddress(ana, "ana@example.net")
		h.change(ana, func(s *notify.Setting) { s.Digest = notify.Daily })
		h.options.Mail.(*post).answer = mail.ErrNoMailbox
		h.clock.Advance(time.Second)
		h.tell(ana, keyAdded, "")
		h.settle()
		h.wantAddress(ana, notify.Address{}, "one without a mailbox")
		if setting, err := h.SettingFor(h.t.Context(), ana); setting.Digest != notify.Never || err != nil {
			t.Errorf("%+v, %v", setting, err)
		}
		list, err := h.ListFor(h.t.Context(), ana, 1)
		paths := map[string]bool{}
		for _, line := range list.Lines {
			paths[line.Path] = true
		}
		if err != nil || len(list.Lines) != 2 || !paths[notify.SettingsPath] {
			t.Errorf("%+v, %v", list.Lines, err)
		}
	}, throughAPost)
}

// post hands mail on until it is told to answer otherwise, as a mail server may.
type post struct {
	mail.Mailer
	answer error
}

func (p *post) Send(ctx context.Context, m mail.Message) error {
	if p.answer != nil {
		return p.answer
	}
	return p.Mailer.Send(ctx, m)
}

func throughAPost(_ *house, o *notify.Options) { o.Mail = &post{Mailer: o.Mail} }

func TestWithoutMailNoAddressIsTaken(t *testing.T) {
	each(t, func(h *house) {
		wantKind(t, h.GiveAddress(h.t.Context(), h.come("en", ""), "ana@example.net"), fault.NotFound, "no mail")
		wantKind(t, h.AddDevice(h.t.Context(), h.come("en", ""), browser, "", ""), fault.NotFound, "no push")
	}, func(_ *house, o *notify.Options) { o.Mail, o.Push = mail.Off{}, push.Off{} })
}

func TestKeysOfPushStay(t *testing.T) {
	each(t, func(h *house) {
		first := h.options.Push.PublicKey()
		for range 3 {
			next, err := notify.OpenPush(h.t.Context(), "mailto:us@example.org", h.db, h.keys, h.clock)
			if err != nil || next.PublicKey() != first {
				t.Errorf("%v, %v", next, err)
			}
		}
		for _, setting := range []string{"http://example.org", "us@example.org", "file://host/x", "file:x"} {
			if _, err := notify.OpenPush(h.t.Context(), setting, h.db, h.keys, h.clock); err == nil {
				t.Errorf("%q is taken", setting)
			}
		}
	})
}
