package realtime

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/centrifugal/centrifuge"
	"golang.org/x/time/rate"

	"handrail/internal/platform/fault"
)

const (
	// frameLimit is how many bytes a page may send in one frame or body: enough
	// to subscribe to all its channels at once.
	frameLimit = 16 << 10

	// writeWithin is the time one frame has to leave for a slow page.
	writeWithin = 5 * time.Second
)

// Handlers are the transports, by pattern. Each one checks the Origin, because
// an upgrade is a GET that no protection against cross-site requests looks at,
// and then asks Authenticate.
//
//   - GET /connection/websocket is what pages use.
//   - POST /connection/stream answers without end, for where websockets do not
//     pass; what such a page says goes to POST /connection/emulation.
//
// There are no server-sent events: browsers send no Origin with those.
func (h *Hub) Handlers() map[string]http.Handler {
	pings := centrifuge.PingPongConfig{PingInterval: pingEvery, PongTimeout: pongWithin}
	websocket := centrifuge.NewWebsocketHandler(h.node, centrifuge.WebsocketConfig{
		CheckOrigin:                h.hasOwnOrigin,
		ReadBufferSize:             1 << 10, // 0 would read past our conn
		WriteBufferSize:            1 << 12,
		UseWriteBufferPool:         true,
		MessageSizeLimit:           frameLimit,
		WriteTimeout:               writeWithin,
		ProcessCommandsOffReadLoop: true,
		PingPongConfig:             pings,
	})
	stream := centrifuge.NewHTTPStreamHandler(h.node, centrifuge.HTTPStreamConfig{PingPongConfig: pings, MaxRequestBodySize: frameLimit})
	emulation := centrifuge.NewEmulationHandler(h.node, centrifuge.EmulationConfig{MaxRequestBodySize: frameLimit})
	return map[string]http.Handler{
		"GET /connection/websocket":  h.guard(h.serveWebsocket(websocket)),
		"POST /connection/stream":    h.guard(h.serveStream(stream)),
		"POST /connection/emulation": h.guard(h.serveEmulation(emulation)),
	}
}

// hasOwnOrigin refuses foreign and absent origins: browsers always send one
// with an upgrade and with a POST.
func (h *Hub) hasOwnOrigin(r *http.Request) bool {
	return r.Header.Get("Origin") != "" && h.options.SameOrigin(r)
}

// arrival is a request that has passed the guard.
type arrival struct {
	peer  Peer
	since uint64 // the moment before it was authenticated
}

type serve func(w http.ResponseWriter, r *http.Request, a arrival)

func (h *Hub) guard(serve serve) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !h.hasOwnOrigin(r) {
			http.Error(w, "This connection must come from a page of this site.", http.StatusForbidden)
			return
		}
		since := h.sockets.now()
		peer, err := h.options.Authenticate(r)
		if err != nil {
			h.refuse(w, err)
			return
		}
		serve(w, r, arrival{peer, since})
	})
}

func (h *Hub) refuse(w http.ResponseWriter, err error) {
	status := map[fault.Kind]int{
		fault.SignIn: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
		fault.TooMany: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
	}[fault.KindOf(err)]
	if status == 0 {
		h.options.Log.Error("a connection could not be authenticated", "error", err)
		status = http.StatusInternalServerError
	}
	http.Error(w, http.StatusText(status), status)
}

// admit counts the connection in, or answers why not.
func (h *Hub) admit(w http.ResponseWriter, a arrival, sever func()) (*socket, bool) {
	s := &socket{
		peer: a.peer, session: h.keys.session(a.peer.Session), subject: h.keys.subject(a.peer.Subject), user: h.keys.user(a.peer.Session),
		commands: rate.NewLimiter(commandsASecond, commandsAtOnce), sever: sever,
	}
	status := map[refusal]int{
		tooMany: http.StatusTooManyRequests, noRoom: http.StatusServiceUnavailable, revoked: http.StatusUnauthorized,
	}[h.sockets.add(s, a.since)]
	if status != 0 {
		http.Error(w, http.StatusText(status), status)
	}
	return s, status == 0
}

func (h *Hub) serveWebsocket(next http.Handler) serve {
	return func(w http.ResponseWriter, r *http.Request, a arrival) {
		if r.ProtoMajor != 1 {
			http.Error(w, "Websockets are served over HTTP/1.1.", http.StatusHTTPVersionNotSupported)
			return
		}
		conn := &conn{}
		s, ok := h.admit(w, a, conn.sever)
		if !ok {
			return
		}
		conn.gone = func() { h.sockets.remove(s) }
		hijacker := &hijacker{ResponseWriter: w, conn: conn}
		next.ServeHTTP(hijacker, onlyJSON(r.WithContext(withSocket(r.Context(), s))))
		if !hijacker.taken {
			h.sockets.remove(s)
		}
	}
}

// onlyJSON drops what would switch the library to binary frames, or to pings a
// browser does not answer.
func onlyJSON(r *http.Request) *http.Request {
	r = r.Clone(r.Context())
	r.URL.RawQuery = ""
	r.Header.Del("Sec-Websocket-Protocol")
	return r
}

func (h *Hub) serveStream(next http.Handler) serve {
	return func(w http.ResponseWriter, r *http.Request, a arrival) {
		body, ok := readJSON(w, r)
		if !ok {
			return
		}
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		s, ok := h.admit(w, a, cancel)
		if !ok {
			return
		}
		defer h.sockets.remove(s)
		r = r.WithContext(withSocket(ctx, s))
		r.Body = body
		next.ServeHTTP(w, r)
	}
}

func (h *Hub) serveEmulation(next http.Handler) serve {
	return func(w http.ResponseWriter, r *http.Request, _ arrival) {
		body, ok := readJSON(w, r)
		if !ok {
			return
		}
		r.Body = body
		next.ServeHTTP(w, r)
	}
}

// readJSON reads a whole small body, while the time-outs of the server hold.
func readJSON(w http.ResponseWriter, r *http.Request) (io.ReadCloser, bool) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		http.Error(w, http.StatusText(http.StatusUnsupportedMediaType), http.StatusUnsupportedMediaType)
		return nil, false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, frameLimit))
	if err != nil {
		http.Error(w, http.StatusText(http.StatusRequestEntityTooLarge), http.StatusRequestEntityTooLarge)
		return nil, false
	}
	return io.NopCloser(bytes.NewReader(body)), true
}
