package main

import (
	"context"
	"io"
	"log/slog"
	"os"

	"handrail/internal/app"
	"handrail/internal/platform/clock"
)

// invocation is what every command is run with.
type invocation struct {
	ctx context.Context
	out io.Writer
}

// dataFlags say which installation a command is about.
type dataFlags struct {
	Data     string `help:"The data folder." default:"handrail-data" placeholder:"DIR"`
	Database string `help:"postgres://… for PostgreSQL; nothing for SQLite in the data folder." placeholder:"URL"`
}

func (f dataFlags) config() app.Config {
	return app.Config{
		Folder: app.Folder(f.Data), Database: f.Database,
		Clock: clock.System(), Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})),
	}
}
