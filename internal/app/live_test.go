package app_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
)

// localhost is where a server is found by a name: passkeys need one.
func localhost(server *httptest.Server) string {
	return fmt.Sprintf("http://localhost:%d", server.Listener.Addr().(*net.TCPAddr).Port)
}

// TestWhereSocketsDoNotPassAStreamDoes opens the stream through the whole door.
func TestWhereSocketsDoNotPassAStreamDoes(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	base := localhost(server)
	a := apptest.Open(t, apptest.Options{Base: base}, "")
	server.Config.Handler = a.Router
	server.Start()
	t.Cleanup(server.Close)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/connection/stream", strings.NewReader(`{"id":1,"connect":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", base)
	r.AddCookie(&http.Cookie{Name: account.Cookie, Value: a.Token(apptest.Ana)})
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	line, err := bufio.NewReader(answer.Body).ReadString('\n')
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(line, `"connect"`) {
		t.Errorf("%d %q, %v", answer.StatusCode, line, err)
	}
}
