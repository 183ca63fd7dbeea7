// Command assets builds what browsers load: it bundles the entry points in the
// assets folder with esbuild and draws the icons, into assets/dist. The same
// sources give the same bytes, so that CI can tell whether what is committed is
// current. Run it from anywhere in the repository, after npm ci in assets:
//
//	go -C tools run ./assets
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run() error {
	folder, err := assetsFolder()
	if err != nil {
		return err
	}
	if err := drawIcons(filepath.Join(folder, "dist")); err != nil {
		return err
	}
	// Modules for pages; the worker is a classic script, as older browsers want it,
	// and so is what stands inside a page that somebody keeps.
	if err := bundle(folder, api.FormatESModule, "app.ts", "live.ts", "leave.ts", "return.ts", "heard.ts", "proof.ts", "sheet.ts", "app.css", "bland.css", "archive.css"); err != nil {
		return err
	}
	return bundle(folder, api.FormatIIFE, "sw.ts", "archive.ts")
}

// assetsFolder is the assets folder of the checkout that holds this module.
func assetsFolder() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find this module: %w", err)
	}
	tools := filepath.Dir(strings.TrimSpace(string(out)))
	return filepath.Join(filepath.Dir(tools), "assets"), nil
}

func bundle(folder string, format api.Format, entries ...string) error {
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     folder,
		EntryPoints:       entries,
		Outdir:            "dist",
		NodePaths:         []string{filepath.Join(folder, "node_modules")},
		Bundle:            true,
		Write:             true,
		Format:            format,
		Target:            api.ES2021,
		Engines:           []api.Engine{{Name: api.EngineSafari, Version: "15"}, {Name: api.EngineChrome, Version: "100"}, {Name: api.EngineFirefox, Version: "100"}},
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
		Charset:           api.CharsetUTF8,
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%d errors in %s", len(result.Errors), strings.Join(entries, ", "))
	}
	return nil
}
