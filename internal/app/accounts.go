package app

import (
	"handrail/internal/account"
	"handrail/internal/account/belongings"
	"handrail/internal/account/passkey"
	"handrail/internal/account/secret"
)

// openAccounts builds what knows who is here.
func (a *App) openAccounts() (err error) {
	if a.Belongings, err = belongings.New(a.DB, a.Keys, Declared()); err != nil {
		return err
	}
	hasher, err := secret.NewHasher(secret.Options{Registry: a.Registry, Memory: a.Config.HashMemory})
	if err != nil {
		return err
	}
	a.Accounts = account.New(account.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Hasher: hasher, Passkeys: passkey.New(a.Base, a.Config.Clock),
		Limiter: a.Limiter, Cookies: a.cookies, House: a.house,
	})
	return nil
}
