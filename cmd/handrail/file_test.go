package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"
)

func parse(t *testing.T, json string, args ...string) (commands, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "handrail.json")
	if err := os.WriteFile(path, []byte(json), 0o600); err != nil {
		t.Fatal(err)
	}
	var c commands
	parser, err := kong.New(&c, kong.DefaultEnvars("HANDRAIL"), kong.Configuration(configFile))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(append([]string{"serve", "--config", path}, args...))
	return c, err
}

func TestFlagThenEnvironmentThenFile(t *testing.T) {
	both := `{"base-url": "https://file.test", "listen": "localhost:1", "private_listen": "localhost:2"}`
	t.Setenv("HANDRAIL_LISTEN", "localhost:3")
	c, err := parse(t, both, "--base-url", "https://flag.test")
	if err != nil {
		t.Fatal(err)
	}
	if c.Serve.BaseURL != "https://flag.test" || c.Serve.Listen != "localhost:3" || c.Serve.PrivateListen != "localhost:2" {
		t.Errorf("%+v", c.Serve)
	}
}

func TestAKeyThatIsNoFlagIsRefused(t *testing.T) {
	if _, err := parse(t, `{"listne": "localhost:1"}`); err == nil {
		t.Error("a slip of the pen was passed over")
	}
	if _, err := parse(t, `listen: x`); err == nil {
		t.Error("a file that is not JSON was passed over")
	}
}
