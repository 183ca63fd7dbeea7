package notify

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/push"
	"handrail/internal/platform/seal"
)

// The keys by which push services know this site are its own, not a person's.
const (
	keyOwner  = "site:push"
	keyID     = "push"
	keyColumn = "notify_key.secret:" + keyID
)

// OpenPush makes the pusher that a setting names:
//
//	""                      Off
//	https://example.org     Web; push services find the people behind the site there
//	mailto:us@example.org   Web, the same by mail
//	file:///folder          Folder
//
// The keys of the site are made the first time, and kept sealed.
func OpenPush(ctx context.Context, setting string, d *db.DB, keys *seal.Keeper, c clock.Clock) (push.Pusher, error) {
	if setting == "" {
		return push.Off{}, nil
	}
	own, err := push.KeysFrom(ctx, func(ctx context.Context, fresh string) (string, error) { return keepKey(ctx, d, keys, c, fresh) })
	if err != nil {
		return nil, fmt.Errorf("the keys of push: %w", err)
	}
	if u, err := url.Parse(setting); err == nil && u.Scheme == "file" && u.Host == "" && filepath.IsAbs(u.Path) {
		return push.NewFolder(u.Path, own, c)
	}
	if !strings.HasPrefix(setting, "https://") && !strings.HasPrefix(setting, "mailto:") {
		return nil, fmt.Errorf("the setting of push begins with https://, mailto: or file:///")
	}
	return push.NewWeb(push.Options{Keys: own, Contact: setting, Clock: c})
}

// keepKey keeps fresh unless a key is kept already, and says which one is.
func keepKey(ctx context.Context, d *db.DB, keys *seal.Keeper, c clock.Clock, fresh string) (string, error) {
	sealed, err := readKey(ctx, d)
	if isGone(err) {
		sealed, err = writeKey(ctx, d, keys, c, fresh)
	}
	if err != nil {
		return "", err
	}
	plain, err := keys.Open(ctx, keyOwner, sealed, keyColumn)
	return string(plain), err
}

func readKey(ctx context.Context, d *db.DB) (sealed []byte, err error) {
	err = d.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		sealed, err = selectKey(ctx, tx)
		return err
	})
	return sealed, err
}

func writeKey(ctx context.Context, d *db.DB, keys *seal.Keeper, c clock.Clock, fresh string) ([]byte, error) {
	sealed, err := keys.Seal(ctx, keyOwner, []byte(fresh), keyColumn)
	if err != nil {
		return nil, err
	}
	err = d.In(ctx, func(ctx context.Context, tx *db.Tx) error { return insertKey(ctx, tx, sealed, clock.Millis(c.Now())) })
	if err != nil {
		return nil, err
	}
	return readKey(ctx, d)
}
