package notify

import (
	"context"

	"handrail/internal/platform/realtime"
)

// Tries is how often a way out is tried.
const Tries = tries

// PushOne, MailOne, MailDigest and SendCode do a job by hand, as a second
// worker would, or a first one again after a crash.
func (s *Service) PushOne(ctx context.Context, notice, device string) error {
	return s.pushOne(ctx, pushing{Notice: notice, Device: device})
}

func (s *Service) MailOne(ctx context.Context, notice string) error {
	return s.mailOne(ctx, mailing{Notice: notice})
}

func (s *Service) MailDigest(ctx context.Context, account string, due int64) error {
	return s.sendDigest(ctx, digesting{Account: account, Due: due})
}

func (s *Service) SendCode(ctx context.Context, account string, asked int64) error {
	return s.sendCode(ctx, coding{Account: account, Asked: asked})
}

// MayListen asks whether this subject may listen to this channel.
func (s *Service) MayListen(subject, channel string) error {
	_, err := s.mayListen(context.Background(), realtime.Peer{Subject: subject}, channel[len(namespace)+1:])
	return err
}

// NextDigest is when the first digest after a moment goes out.
var NextDigest = Setting.nextDigest
