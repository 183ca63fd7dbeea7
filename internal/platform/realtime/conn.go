package realtime

import (
	"bufio"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"
)

// kernelBytes bounds what the kernel keeps for a page that does not read; left
// alone it keeps megabytes for each.
const kernelBytes = 32 << 10

var errBinary = errors.New("realtime: binary frames are not taken")

// conn is the connection under a websocket. It refuses binary frames at their
// first byte, can be severed whatever the library is doing, and tells when it
// is gone.
type conn struct {
	net.Conn
	frames frames
	gone   func()

	mu      sync.Mutex
	severed bool
	once    sync.Once
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if !c.frames.text(p[:n]) {
		return 0, errBinary
	}
	return n, err
}

func (c *conn) Close() error {
	c.once.Do(c.gone)
	return c.Conn.Close()
}

// sever closes the connection, now or as soon as it is there.
func (c *conn) sever() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.severed = true
	if c.Conn != nil {
		c.Conn.Close()
	}
}

func (c *conn) take(under net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Conn = under
	if c.severed {
		under.Close()
	}
}

// hijacker lets the library have the connection only wrapped.
type hijacker struct {
	http.ResponseWriter
	conn  *conn
	taken bool
}

func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	under, buffer, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	boundKernel(under)
	h.taken = true
	h.conn.take(under)
	return h.conn, buffer, nil
}

func boundKernel(c net.Conn) {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetWriteBuffer(kernelBytes) // a page is served also where this cannot be set
	}
}

// frames follows the frames of a page through the bytes it sends (RFC 6455
// §5.2), without keeping any of them.
type frames struct {
	header [14]byte
	have   int
	left   uint64 // of the payload
}

// text is false as soon as a binary frame begins.
func (f *frames) text(p []byte) bool {
	for len(p) > 0 {
		if f.left > 0 {
			n := min(f.left, uint64(len(p)))
			f.left -= n
			p = p[n:]
			continue
		}
		f.header[f.have] = p[0]
		f.have++
		p = p[1:]
		if f.header[0]&0x0f == 2 {
			return false
		}
		f.endHeader()
	}
	return true
}

// endHeader goes on to the payload once the header is whole: two bytes, up to
// eight more of length, and four of the mask.
func (f *frames) endHeader() {
	if f.have < 2 {
		return
	}
	length, extra := uint64(f.header[1]&0x7f), 0
	switch length {
	case 126:
		extra = 2
	case 127:
		extra = 8
	}
	mask := 0
	if f.header[1]&0x80 != 0 {
		mask = 4
	}
	if f.have < 2+extra+mask {
		return
	}
	if extra > 0 {
		length = 0
		for _, b := range f.header[2 : 2+extra] {
			length = length<<8 | uint64(b)
		}
	}
	f.left, f.have = length, 0
}
