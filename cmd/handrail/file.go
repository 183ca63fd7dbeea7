package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// configFile reads the file named by --config: a JSON object with flags as its
// keys, "base-url" or "base_url". A flag comes first, then the environment,
// then the file. A key that is no flag is refused, since it would do nothing.
func configFile(r io.Reader) (kong.Resolver, error) {
	read := map[string]any{}
	if err := json.NewDecoder(r).Decode(&read); err != nil {
		return nil, fmt.Errorf("the file named by --config is not JSON: %w", err)
	}
	file := file{}
	for key, value := range read {
		file[strings.ReplaceAll(key, "_", "-")] = value
	}
	return file, nil
}

type file map[string]any

// Validate refuses keys that are no flag of any command.
func (f file) Validate(application *kong.Application) error {
	var known []string
	collect(application.Node, &known)
	for key := range f {
		if !slices.Contains(known, key) {
			return fmt.Errorf("the file named by --config says %q, which is no flag", key)
		}
	}
	return nil
}

func collect(n *kong.Node, names *[]string) {
	for _, flag := range n.Flags {
		*names = append(*names, flag.Name)
	}
	for _, child := range n.Children {
		collect(child, names)
	}
}

// Resolve gives a flag its value from the file, unless the environment has one.
func (f file) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
	}
	return f[flag.Name], nil
}
