package app

import (
	"context"
	"io"
	"log/slog"
	"net/url"
	"os"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/web"
)

// AccessTable is every route with who may use it. It builds a whole Handrail in
// a folder that is thrown away, so that what is listed is what is served.
func AccessTable(ctx context.Context) ([]web.Route, error) {
	folder, err := os.MkdirTemp("", "handrail-routes-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	a, err := New(ctx, Config{
		Folder: Folder(folder), Clock: clock.System(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Development: true,
	}, &url.URL{Scheme: "http", Host: "localhost"})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	return a.Router.Routes(), nil
}
