//go:build bench

// Package house is what the programs beside it share. A [Place] is where a run
// keeps its data. [Place.Serve] starts the program that is measured, as a process;
// [Place.Fill] fills a house with people and groups; [Place.Measure] opens one
// within this program, and says how much of a processor each single request takes.
package house

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"
)

// House is one running program on a free loopback port.
type House struct {
	URL  string
	Port string
	args []string
	wrap []string
	cmd  *exec.Cmd
}

// New chooses a port. args follow "serve --listen localhost:PORT"; wrap, where
// given, is a command that runs the program.
func New(wrap []string, args ...string) (*House, error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return &House{URL: "http://localhost:" + port, Port: port, args: args, wrap: wrap}, err
}

// Start runs the program and returns once it says that it is open.
func (h *House) Start() (time.Duration, error) {
	line := append(append([]string{}, h.wrap...), os.Getenv("HANDRAIL_BINARY"), "serve", "--listen", "localhost:"+h.Port, "--log-level", "error",
		"--trusted-proxy", "127.0.0.0/8", "--trusted-proxy", "::1/128") // so that everybody may come from a network of their own
	line = append(line, h.args...)
	h.cmd = exec.Command(line[0], line[1:]...)
	h.cmd.Stderr = os.Stderr
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := h.cmd.Start(); err != nil {
		return 0, err
	}
	for {
		if err := h.ready(); err == nil {
			go io.Copy(io.Discard, bufio.NewReader(out))
			return time.Since(began), nil
		}
		if time.Since(began) > 30*time.Second {
			return 0, fmt.Errorf("not ready after 30 s")
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func (h *House) ready() error {
	answer, err := http.Get(h.URL + "/readyz")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", answer.StatusCode)
	}
	return nil
}

// Pid is the process, or the wrapper that runs it.
func (h *House) Pid() int { return h.cmd.Process.Pid }

// Kill ends it as a loss of power would: no goodbye.
func (h *House) Kill() {
	h.cmd.Process.Kill()
	h.cmd.Wait()
}

// Stop asks it to end and waits.
func (h *House) Stop() error {
	h.cmd.Process.Signal(os.Interrupt)
	return h.cmd.Wait()
}

// Client asks one house many things, on kept connections.
func Client() *http.Client {
	return &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// From makes a request with these headers come from a network of its own, the nth.
func From(h http.Header, n int) {
	h.Set("X-Forwarded-For", network(n).String())
}

// network is an address in the nth of 65,536 networks, each of which limits count
// apart.
func network(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{100, byte(n >> 8), byte(n), 9})
}

// Write sends one probe under a key and returns the status of the answer.
func (h *House) Write(ctx context.Context, c *http.Client, tag string) (int, error) {
	return h.Post(ctx, c, "/bench/writes", url.Values{"tag": {tag}, "once": {"key-" + tag}})
}

// Post sends a form and returns the status of the answer, read to its end.
func (h *House) Post(ctx context.Context, c *http.Client, path string, form url.Values) (int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}

// Folder is the data folder that the program was given.
func (h *House) Folder() string {
	for i, arg := range h.args {
		if arg == "--data" {
			return h.args[i+1]
		}
	}
	return ""
}
