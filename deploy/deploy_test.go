// Package deploy_test keeps what the files for running Handrail promise: that nothing is reachable from outside by default,
// and that a proxy neither opens a hole nor keeps a log of visitors.
package deploy_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// services parts the compose file into its services by their indentation.
func services(t *testing.T) map[string]string {
	t.Helper()
	_, text, _ := strings.Cut(read(t, "compose.yaml"), "\nservices:\n")
	text, _, _ = strings.Cut(text, "\nnetworks:\n")
	heads := regexp.MustCompile(`(?m)^  (\w+):$`)
	names := heads.FindAllStringSubmatch(text, -1)
	bodies := heads.Split(text, -1)[1:]
	found := map[string]string{}
	for i, name := range names {
		found[name[1]] = bodies[i]
	}
	return found
}

func TestComposePublishesLoopbackOnly(t *testing.T) {
	published := regexp.MustCompile(`(?m)^    ports:\n((?:      - .*\n)+)`)
	loopback := regexp.MustCompile(`^      - "127\.0\.0\.1:\d+:\d+"$`)
	all := services(t)
	if len(all) != 3 {
		t.Fatalf("services: %v, want three", all)
	}
	for name, body := range all {
		ports := published.FindStringSubmatch(body)
		if name != "handrail" {
			if strings.Contains(body, "ports:") || !strings.Contains(body, "networks: [inside]\n") {
				t.Errorf("%s can be reached from outside its network", name)
			}
			continue
		}
		if ports == nil {
			t.Fatal("handrail publishes no port at all")
		}
		for _, line := range strings.Split(strings.TrimRight(ports[1], "\n"), "\n") {
			if !loopback.MatchString(line) {
				t.Errorf("published beyond this machine: %s", line)
			}
		}
	}
	if !strings.Contains(read(t, "compose.yaml"), "\n  inside:\n    internal: true\n") {
		t.Error("the network of the databases has a way out")
	}
}

func TestProxiesKeepNoLogAndPassWhatCounts(t *testing.T) {
	nginx := read(t, "nginx.conf")
	if servers, silent := strings.Count(nginx, "\nserver {"), strings.Count(nginx, "\n    access_log off;"); servers != silent {
		t.Errorf("nginx: %d servers, %d of them without a log", servers, silent)
	}
	for _, line := range []string{
		"proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header Upgrade $http_upgrade;",
		"proxy_set_header Connection $handrail_connection;", "proxy_set_header Host $host;",
	} {
		if strings.Count(nginx, line) != 1 {
			t.Errorf("nginx: want once: %s", line)
		}
	}
	if strings.Contains(nginx, "proxy_set_header Origin") || strings.Contains(nginx, "$proxy_add_x_forwarded_for") {
		t.Error("nginx changes Origin, or believes what visitors say of their address")
	}
	caddy := read(t, "Caddyfile")
	if regexp.MustCompile(`(?m)^\s*log\b`).MatchString(caddy) || strings.Contains(caddy, "header_up Origin") {
		t.Error("Caddy keeps a log, or changes Origin")
	}
}

func TestServiceHoldsNoRights(t *testing.T) {
	unit := read(t, "handrail.service")
	for _, line := range []string{
		"User=handrail", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes",
		"UMask=0077", "StateDirectoryMode=0700", "LimitCORE=0", "SystemCallFilter=@system-service",
	} {
		if !strings.Contains(unit, "\n"+line+"\n") {
			t.Errorf("the unit lacks %s", line)
		}
	}
	if strings.Contains(unit, "--listen") {
		t.Error("the unit opens another listener than the program's own default, which is loopback")
	}
}
