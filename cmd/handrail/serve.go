package main

import (
	"fmt"
	"log/slog"
	"net/netip"
	"os"

	"handrail/internal/app"
)

type serveCommand struct {
	dataFlags
	Demo          bool     `help:"Open a plainly fictional community, in a data folder of its own."`
	Listen        string   `help:"Where to listen." default:"localhost:8080" placeholder:"HOST:PORT"`
	PrivateListen string   `help:"Where to serve /metrics." placeholder:"HOST:PORT"`
	BaseURL       string   `name:"base-url" help:"Where people find this installation, behind a proxy." placeholder:"URL"`
	Domain        string   `help:"Get certificates for this name and serve it over TLS." placeholder:"NAME"`
	TrustedProxy  []string `help:"Whose X-Forwarded-For to believe." placeholder:"CIDR"`
	Redis         string   `help:"Redis, when more than one node runs." placeholder:"URL"`
	ExitTo        string   `help:"Where 'Leave quickly' leads; nothing for a bland page of our own." placeholder:"URL"`
	Mail          string   `help:"Mail server for those who give an address; nothing for no mail." placeholder:"smtps://USER:PASSWORD@HOST"`
	MailFrom      string   `help:"The address that mail comes from." placeholder:"ADDRESS"`
	Push          string   `help:"Send notices to browsers; push services find you here." placeholder:"https://… or mailto:…"`
	LogLevel      string   `help:"How much to log: debug, info, warn or error." default:"info" enum:"debug,info,warn,error"`
	Development   bool     `help:"Show the gallery at /ui and the right-to-left pseudo-language."`
}

const demoFolder = "handrail-demo"

// Run serves until it is told to stop.
func (c *serveCommand) Run(in *invocation) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	return app.Serve(in.ctx, config, func(o app.Opened) { c.greet(in, o) })
}

func (c *serveCommand) config() (app.Config, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return app.Config{}, err
	}
	if c.Demo && c.Data == "handrail-data" {
		c.Data = demoFolder
	}
	config := c.dataFlags.config()
	config.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	config.Listen, config.PrivateListen = c.Listen, c.PrivateListen
	config.BaseURL, config.Domain, config.Redis, config.ExitTo = c.BaseURL, c.Domain, c.Redis, c.ExitTo
	config.Demo, config.Development = c.Demo, c.Development || c.Demo
	config.Mail, config.MailFrom, config.Push = c.Mail, c.MailFrom, c.Push
	for _, text := range c.TrustedProxy {
		proxy, err := netip.ParsePrefix(text)
		if err != nil {
			return app.Config{}, fmt.Errorf("--trusted-proxy has to be like 10.0.0.0/8: %w", err)
		}
		config.Proxies = append(config.Proxies, proxy)
	}
	return config, nil
}

// greet says where to look.
func (c *serveCommand) greet(in *invocation, o app.Opened) {
	fmt.Fprintf(in.out, "Handrail is open at %s\n", o.URL)
	if o.SetUpLink != "" {
		fmt.Fprintf(in.out, "To set it up and look after it, open this link once, within a day:\n  %s\n", o.SetUpLink)
	}
	if c.Demo {
		fmt.Fprintln(in.out, "This is a demo. The community in it is made up, and so is everything that is said there.")
		fmt.Fprintf(in.out, "Walk in as a newcomer, a member, a facilitator or the steward:\n  %s/demo\n", o.URL)
	}
}
