// Command licences checks that everything that becomes part of Handrail comes under a licence that allows it:
// the Go modules of the program and the packages bundled into its scripts.
//
//	licences [-list] [folder of the checkout]
//
// It ends with 1 and names what it found when a licence is missing, unknown or not on the list in classify.go.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	list := flag.Bool("list", false, "print every part with its licence")
	flag.Parse()
	root := "."
	if flag.NArg() > 0 {
		root = flag.Arg(0)
	}
	if err := run(root, *list); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

// part is one foreign work inside the program; licence is empty when it is not one we may use.
type part struct {
	name, licence, why string
}

func run(root string, list bool) error {
	modules, err := modules(root)
	if err != nil {
		return err
	}
	packages, err := packages(filepath.Join(root, "assets", "package-lock.json"))
	if err != nil {
		return err
	}
	parts := slices.Concat(modules, packages)
	var bad []string
	for _, p := range parts {
		if p.licence == "" {
			bad = append(bad, fmt.Sprintf("%s: %s", p.name, p.why))
		}
		if list {
			fmt.Printf("%-60s %s\n", p.name, p.licence)
		}
	}
	if len(bad) > 0 {
		return errors.New("not to be used:\n  " + strings.Join(bad, "\n  "))
	}
	fmt.Printf("%d Go modules and %d script packages, each under a licence on the list\n", len(modules), len(packages))
	return nil
}

// modules finds the modules whose packages are compiled into the program.
func modules(root string) ([]part, error) {
	const line = `{{with .Module}}{{if not .Main}}{{.Path}}@{{.Version}}{{"\t"}}{{.Dir}}{{end}}{{end}}`
	cmd := exec.Command("go", "list", "-deps", "-f", line, "./cmd/handrail")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list the program's packages: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(lines)
	var found []part
	for _, line := range slices.Compact(lines) {
		if name, dir, ok := strings.Cut(line, "\t"); ok {
			found = append(found, module(name, dir))
		}
	}
	if len(found) == 0 {
		return nil, errors.New("the program seems to use no module at all; is this the checkout?")
	}
	return found, nil
}

// module reads every licence file at the top of a module: each must be one that is allowed.
func module(name, dir string) part {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return part{name: name, why: err.Error()}
	}
	file := regexp.MustCompile(`(?i)^(.*-)?(un)?(licen[cs]e|copying)(s)?([-.].*)?$`)
	var licences []string
	for _, entry := range entries {
		if entry.IsDir() || !file.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return part{name: name, why: err.Error()}
		}
		licence := classify(string(text))
		if licence == "" {
			return part{name: name, why: entry.Name() + " is a licence that is not on the list"}
		}
		licences = append(licences, licence)
	}
	if len(licences) == 0 {
		return part{name: name, why: "it has no licence file"}
	}
	slices.Sort(licences)
	return part{name: name, licence: strings.Join(slices.Compact(licences), " AND ")}
}

// packages reads the licences that a lock file of npm records for the packages bundled into scripts.
// Without a lock file nothing is bundled.
func packages(lockfile string) ([]part, error) {
	text, err := os.ReadFile(lockfile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, License string
			Dev              bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("read %s: %w", lockfile, err)
	}
	var found []part
	for path, p := range lock.Packages {
		if path == "" || p.Dev {
			continue
		}
		one := part{name: path + "@" + p.Version, licence: p.License}
		if !allowed(p.License) {
			one.licence, one.why = "", fmt.Sprintf("%q is not on the list", p.License)
		}
		found = append(found, one)
	}
	slices.SortFunc(found, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return found, nil
}
