package realtime

import (
	"context"

	"github.com/centrifugal/centrifuge"
)

type socketKey struct{}

func withSocket(ctx context.Context, s *socket) context.Context {
	return context.WithValue(ctx, socketKey{}, s)
}

func socketOf(ctx context.Context) (*socket, bool) {
	s, ok := ctx.Value(socketKey{}).(*socket)
	return s, ok
}

// connecting answers the first word of a page. Nothing the page claims about
// itself counts: who it is was settled by the request it came with.
func (h *Hub) connecting(ctx context.Context, _ centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	s, ok := socketOf(ctx)
	if !ok {
		return centrifuge.ConnectReply{}, disconnectRevoked
	}
	return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{UserID: s.user}, MaxMessagesInFrame: messagesInFrame}, nil
}

// connected sets up what a page may do: listen, and stop listening. All else,
// publishing above all, the library refuses for want of a handler.
func (h *Hub) connected(client *centrifuge.Client) {
	s, ok := socketOf(client.Context())
	if !ok {
		client.Disconnect(disconnectRevoked)
		return
	}
	client.OnSubscribe(func(e centrifuge.SubscribeEvent, answer centrifuge.SubscribeCallback) {
		answer(h.subscribe(s, client, e))
	})
	client.OnUnsubscribe(func(e centrifuge.UnsubscribeEvent) { h.sockets.release(s, e.Channel) })
	s.connect(client)
}

// commandRead closes the connection of a page that talks too much.
func (h *Hub) commandRead(client *centrifuge.Client, _ centrifuge.CommandReadEvent) error {
	if s, ok := socketOf(client.Context()); ok && !s.commands.AllowN(h.options.Clock.Now(), 1) {
		return centrifuge.DisconnectTooManyRequests
	}
	return nil
}
