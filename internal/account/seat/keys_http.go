package seat

import (
	"context"
	"encoding/json"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// keysView is what somebody holds, and what they could add.
type keysView struct {
	Viewer   account.Viewer
	Keys     []account.Key
	Codes    int // recovery codes that are left
	Others   int // sessions on other devices
	Passkeys bool
	Fresh    bool // a key was shown, so that keys can be changed now
}

func (v keysView) has(kind account.KeyKind) bool {
	for _, k := range v.Keys {
		if k.Kind == kind {
			return true
		}
	}
	return false
}

// lacks is why the viewer cannot act as a steward now, or nil for those who
// can, and for those who are none.
func (v keysView) lacks() error {
	if !v.Viewer.Steward {
		return nil
	}
	return v.Viewer.May(account.RunSite)
}

func (p *Pages) keysView(ctx context.Context) (v keysView, err error) {
	v = keysView{Viewer: account.ViewerFrom(ctx), Passkeys: p.accounts.HasPasskeys()}
	v.Fresh = p.accounts.IsFresh(v.Viewer)
	if v.Keys, v.Codes, err = p.accounts.KeysFor(ctx, v.Viewer); err != nil {
		return v, err
	}
	sessions, err := p.accounts.SessionsFor(ctx, v.Viewer)
	v.Others = len(sessions) - 1
	return v, err
}

func (p *Pages) getKeys(w http.ResponseWriter, r *http.Request) error {
	v, err := p.keysView(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, keysPage(v))
}

// postNotNow is "not now" to keeping the seat. It leads back to the page that
// asked.
func (p *Pages) postNotNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := p.accounts.NotNow(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return p.done(w, r, ownPath(form.Line("back"), SettingsPath), "We will not ask for a week. You find keys in your settings at any time.")
}

// ownPath is a path of this site, or the other one.
func ownPath(path, or string) string {
	if web.IsOwnPath(path) {
		return path
	}
	return or
}

// postPasskeyBegin answers a script: what to ask the browser.
func (p *Pages) postPasskeyBegin(w http.ResponseWriter, r *http.Request) error {
	question, err := p.accounts.BeginPasskey(r.Context(), account.ViewerFrom(r.Context()))
	return tell(w, question, err)
}

// tell answers a script. A refusal is an answer without a page, since the
// script says in its own words what to do.
func tell(w http.ResponseWriter, question account.Question, err error) error {
	f, expected := fault.From(err)
	switch {
	case expected && (f.Kind == fault.Forbidden || f.Kind == fault.Conflict || f.Kind == fault.Invalid):
		w.WriteHeader(http.StatusConflict)
		return nil
	case err != nil:
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(question)
}

func (p *Pages) postPasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	err = p.change(w, r, func(ctx context.Context, v account.Viewer) (string, error) {
		return p.accounts.AddPasskey(ctx, v, form.Line("state"), []byte(form.Text("answer")), account.DeviceName(r.UserAgent()))
	})
	if err != nil {
		return p.told(w, r, err, KeysPath)
	}
	return p.done(w, r, KeysPath, "Your passkey is kept. From now on you can come back with it.")
}

// removalView asks once more before a key is taken away.
type removalView struct {
	Key    account.Key
	Others int
}

func (p *Pages) getRemoval(w http.ResponseWriter, r *http.Request) error {
	v, err := p.keysView(r.Context())
	if err != nil {
		return err
	}
	for _, k := range v.Keys {
		if k.ID == r.PathValue("key") {
			return web.Render(w, r, http.StatusOK, removalPage(removalView{Key: k, Others: v.Others}))
		}
	}
	return fault.Missing()
}

func (p *Pages) postRemoval(w http.ResponseWriter, r *http.Request) error {
	err := p.change(w, r, func(ctx context.Context, v account.Viewer) (string, error) {
		return p.accounts.RemoveKey(ctx, v, r.PathValue("key"))
	})
	if err != nil {
		return p.told(w, r, err, KeysPath)
	}
	return p.done(w, r, KeysPath, "That key is gone. It opens nothing any more.")
}

// keysLine is what the settings say of keys.
func keysLine(ctx context.Context, v settingsView) string {
	if v.HasKey {
		return i18n.T(ctx, "What opens your seat again.")
	}
	return i18n.T(ctx, "You have none yet. Keep your seat with one.")
}
