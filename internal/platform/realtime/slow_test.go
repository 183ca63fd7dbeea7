package realtime_test

import (
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A hundred pages listen and never read. The others are not held up, what
// waits for the stuck ones is bounded, and they are dropped.
func TestSlowPagesHoldNobodyUp(t *testing.T) {
	const stuck = 100
	h := newHouse()
	n := h.node(t)
	var conns []net.Conn
	for i := range stuck {
		session := fmt.Sprint("slow-", i)
		h.change(func() { h.sessions[session] = "account:slow" })
		conns = append(conns, n.stuck(session))
	}
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	reader := n.open("sam-phone")
	reader.mustSubscribe("check:open")

	before := heap()
	var took []time.Duration
	var most uint64
	text := strings.Repeat("x", 2<<10)
	pace := time.NewTicker(10 * time.Millisecond)
	defer pace.Stop()
	deadline := time.Now().Add(15 * time.Second)
	for i := 0; n.metric("handrail_realtime_sockets") > 1; i++ {
		if time.Now().After(deadline) {
			t.Fatalf("%v stuck pages are still connected", n.metric("handrail_realtime_sockets")-1)
		}
		<-pace.C
		data := fmt.Sprintf(`{"n":%d,"x":%q}`, i, text)
		sent := time.Now()
		n.publish("check:open", data)
		reader.hears("check:open", data)
		took = append(took, time.Since(sent))
		if i%16 == 0 {
			reader.all.reset() // keep what is counted to what waits for the stuck ones
			most = max(most, heap())
		}
	}
	slices.Sort(took)
	late, each := took[len(took)*99/100], (most-min(most, before))/stuck
	t.Logf("%d publications, p99 %v; %d KiB for each stuck page", len(took), late, each>>10)
	if late > 250*time.Millisecond {
		t.Errorf("with %d stuck pages p99 is %v", stuck, late)
	}
	if each > 96<<10 {
		t.Errorf("a stuck page costs %d bytes", each)
	}
	if got := n.metric("centrifuge_client_num_server_disconnects", "3008"); got < stuck*9/10 {
		t.Errorf("%v of %d were told that they are slow", got, stuck)
	}
	reader.works(n, "check:open")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
