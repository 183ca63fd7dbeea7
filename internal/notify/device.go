package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/push"
	"handrail/internal/platform/seal"
)

// Device is one browser that takes notices for its owner. It ends with the
// session in which it was added.
type Device struct {
	ID      string
	Here    bool // whether it is the one that asks
	Preview bool // whether it shows what kind of thing is new
	Since   time.Time
}

// DevicesFor are the devices of the viewer, this one first.
func (s *Service) DevicesFor(ctx context.Context, v account.Viewer) ([]Device, error) {
	who, err := own(v)
	if err != nil {
		return nil, err
	}
	var rows []deviceRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = devicesOf(ctx, tx, who)
		return err
	})
	var list []Device
	for _, row := range rows {
		one := Device{ID: row.ID, Here: row.SessionID == v.Session, Preview: row.Preview, Since: clock.FromMillis(row.MadeAt)}
		if one.Here {
			list = append([]Device{one}, list...)
		} else {
			list = append(list, one)
		}
	}
	return list, err
}

// AddDevice has this browser take notices, for as long as the viewer's session
// lasts. A browser that took them for somebody else no longer does.
func (s *Service) AddDevice(ctx context.Context, v account.Viewer, endpoint, p256dh, auth string) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	if !s.push.On() {
		return fault.Missing()
	}
	to, err := push.ParseSubscription(endpoint, p256dh, auth)
	if err != nil {
		return err
	}
	device := id.New(s.clock)
	endpoint, p256dh, auth = to.Parts()
	sealed, err := s.seal(ctx, who, []byte(endpoint+"\n"+p256dh+"\n"+auth), subscriptionColumn(device))
	if err != nil {
		return err
	}
	row := deviceRow{
		ID: device, AccountID: who, SessionID: v.Session, Mark: s.deviceMark(endpoint),
		Subscription: sealed, MadeAt: clock.Millis(s.clock.Now()),
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "notify_device", row.Mark); err != nil {
			return err
		}
		if err := deleteSameDevice(ctx, tx, row.Mark, row.SessionID); err != nil {
			return err
		}
		return insertDevice(ctx, tx, row)
	})
}

// RemoveDevice has a device of the viewer take notices no more.
func (s *Service) RemoveDevice(ctx context.Context, v account.Viewer, device string) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteDeviceOf(ctx, tx, who, device) })
}

// ShowPreviews says whether this device shows what kind of thing is new. Only
// the device itself can say so, since its screen is what others may see.
func (s *Service) ShowPreviews(ctx context.Context, v account.Viewer, on bool) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return writePreview(ctx, tx, who, v.Session, on) })
}

// SessionEnded forgets the devices that took notices in sessions which ended or
// were hidden. It reacts within the transaction that ends them.
func (s *Service) SessionEnded(ctx context.Context, tx *db.Tx, e account.SessionEnded) error {
	if who, ok := accountOf(e.Subject); ok {
		if err := deleteDevices(ctx, tx, who); err != nil {
			return err
		}
	}
	if e.SessionID == "" {
		return nil
	}
	return deleteDeviceOfSession(ctx, tx, e.SessionID)
}

// deviceMark tells the same browser again without saying where it is.
func (s *Service) deviceMark(endpoint string) string {
	mac := hmac.New(sha256.New, s.keys.Derive("notify devices"))
	mac.Write([]byte(endpoint))
	return hex.EncodeToString(mac.Sum(nil))
}

// errUnreadable says that a sealed way out can be used no more: its key is gone.
var errUnreadable = errors.New("notify: the way out cannot be opened any more")

func (s *Service) subscription(ctx context.Context, row deviceRow) (push.Subscription, error) {
	plain, err := s.open(ctx, row.AccountID, row.Subscription, subscriptionColumn(row.ID))
	if err != nil {
		return push.Subscription{}, err
	}
	parts := strings.Split(string(plain), "\n")
	if len(parts) != 3 {
		return push.Subscription{}, errUnreadable
	}
	return push.ParseSubscription(parts[0], parts[1], parts[2])
}

// seal closes a way out for its owner alone. Who was helped in by others has no
// such key any more.
func (s *Service) seal(ctx context.Context, account string, plain []byte, about string) ([]byte, error) {
	sealed, err := s.keys.Seal(ctx, private(account), plain, about)
	if errors.Is(err, seal.ErrDestroyed) {
		return nil, fault.New(fault.Conflict, "We can't keep this safe for you, because your seat was opened again with the help of others. You find all notices on this site.")
	}
	if err != nil {
		return nil, fmt.Errorf("seal a way out: %w", err)
	}
	return sealed, nil
}

func (s *Service) open(ctx context.Context, account string, sealed []byte, about string) ([]byte, error) {
	plain, err := s.keys.Open(ctx, private(account), sealed, about)
	if errors.Is(err, seal.ErrDestroyed) {
		return nil, errUnreadable
	}
	return plain, err
}

func subscriptionColumn(device string) string {
	return declare.About("notify_device", "subscription", device)
}
