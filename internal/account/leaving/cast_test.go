package leaving_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/apptest"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/id"
)

// planted is what was put into the records to be looked for later.
type planted struct {
	ofAna, ofZoe []string // what is theirs, and theirs alone
	sealed       []string // those of Ana that are sealed in the records
	name         string   // Ana signs in with
	passphrase   string   // and with these words
}

// plant gives Ana and Zoe something in every place that has room for words.
func plant(t *testing.T, a *apptest.App) planted {
	t.Helper()
	ctx := t.Context()
	p := planted{passphrase: "a heron plants reeds by the quarry"}
	name, err := a.Accounts.Rename(ctx, a.Viewer(apptest.Ana), "Plantedana")
	must(t, err)
	zoe, err := a.Accounts.Rename(ctx, a.Viewer(apptest.Zoe), "Plantedzoe")
	must(t, err)
	p.name = name
	keep(t, a, apptest.Ana, "Antarctica/Troll")
	keep(t, a, apptest.Zoe, "Antarctica/Vostok")
	device := passkeytest.New(a.Base.String())
	q, err := a.Accounts.BeginPasskey(ctx, a.Viewer(apptest.Ana))
	must(t, err)
	answer, err := device.Register(q.Options)
	must(t, err)
	token, err := a.Accounts.AddPasskey(ctx, a.Viewer(apptest.Ana), q.Token, answer, "planted key of Ana")
	must(t, err)
	a.Hold(apptest.Ana, token)
	link, err := a.Accounts.NewTrust(ctx, a.Viewer(apptest.Ana), "planted label by Ana")
	must(t, err)
	must(t, a.Accounts.TakeTrust(ctx, withKey(t, a, apptest.Zoe), link, "planted label by Zoe"))
	token, err = a.Accounts.SetPassphrase(ctx, a.Viewer(apptest.Ana), p.passphrase)
	must(t, err)
	a.Hold(apptest.Ana, token)
	signIn(t, a, p, "Planted Tablet of Ana")
	p.sealed = []string{name, "planted label by Ana", "Planted Tablet of Ana"}
	p.ofAna = append([]string{"Antarctica/Troll"}, p.sealed...)
	p.ofZoe = []string{zoe, "Antarctica/Vostok", "planted label by Zoe"}
	return p
}

func keep(t *testing.T, a *apptest.App, p apptest.Person, zone string) {
	t.Helper()
	must(t, a.Accounts.Keep(t.Context(), a.Viewer(p), account.Settings{Language: "en", Zone: zone, Reading: "z=" + zone}))
}

// withKey gives a person a passkey, and is them with it.
func withKey(t *testing.T, a *apptest.App, p apptest.Person) account.Viewer {
	t.Helper()
	device := passkeytest.New(a.Base.String())
	q, err := a.Accounts.BeginPasskey(t.Context(), a.Viewer(p))
	must(t, err)
	answer, err := device.Register(q.Options)
	must(t, err)
	token, err := a.Accounts.AddPasskey(t.Context(), a.Viewer(p), q.Token, answer, "a phone")
	must(t, err)
	a.Hold(p, token)
	return a.Viewer(p)
}

func signIn(t *testing.T, a *apptest.App, p planted, device string) {
	t.Helper()
	_, err := a.Accounts.SignIn(t.Context(), account.Attempt{Name: p.name, Words: p.passphrase, Visit: account.Visit{Kind: account.Kept, Device: device}})
	must(t, err)
}

// orphan leaves a file that no row knows, and gives its key.
func orphan(t *testing.T, a *apptest.App) (key string) {
	t.Helper()
	store, err := blob.OpenFolder(a.Config.Folder.Copies())
	must(t, err)
	defer store.Close()
	key = id.Random()
	_, err = store.Put(t.Context(), key, strings.NewReader("left behind"), 11)
	must(t, err)
	return key
}

// allFiles is every byte of every file in a folder.
func allFiles(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range names(t, folder) {
		body, err := os.ReadFile(name)
		must(t, err)
		all.Write(body)
	}
	return all.String()
}

func names(t *testing.T, folder string) (list []string) {
	t.Helper()
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			list = append(list, path)
		}
		return err
	}))
	return list
}

// eraseNow erases a person as the last page does, and waits until it is done.
func eraseNow(t *testing.T, a *apptest.App, p apptest.Person) {
	t.Helper()
	must(t, a.Accounts.EraseNow(t.Context(), a.Viewer(p)))
	finish(t, a)
}

// finish waits until nobody is being erased any more.
func finish(t *testing.T, a *apptest.App) {
	t.Helper()
	for range 50 {
		settle(t, a)
		begun, err := a.Accounts.BeingErased(context.WithoutCancel(t.Context()))
		must(t, err)
		if len(begun) == 0 {
			return
		}
		a.Clock.Advance(5e9) // to the job that goes on
	}
	t.Fatal("erasing does not end")
}
