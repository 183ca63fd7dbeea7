package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	mit  = "Permission is hereby granted, free of charge, to any person ...\nThe above copyright notice and this\n permission notice shall be included"
	bsd3 = "Redistribution and use in source and binary forms, with or without modification ... this list of conditions ... Neither the name of"
)

func TestClassify(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{mit, "MIT"},
		{bsd3, "BSD-3-Clause"},
		{strings.ReplaceAll(bsd3, "Neither the name of", ""), "BSD-2-Clause"},
		{bsd3 + " All advertising materials mentioning features of this software must", ""},
		{mit + "\n\"Commons Clause\" License Condition", ""},
		{"Mozilla Public License Version 2.0 ... Secondary Licenses", "MPL-2.0"},
		{"GNU GENERAL PUBLIC LICENSE Version 2, June 1991", ""},
		{"All rights reserved.", ""},
		{"", ""},
	} {
		if got := classify(c.text); got != c.want {
			t.Errorf("classify(%.40q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestModule(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"one", map[string]string{"LICENSE": mit}, "MIT"},
		{"two", map[string]string{"LICENSE-MIT": mit, "SQLITE-LICENSE": "The author disclaims copyright to this source code. May you do good and not evil."}, "MIT AND blessing"},
		{"one of two unknown", map[string]string{"LICENSE": mit, "COPYING": "Ask us first."}, ""},
		{"none", map[string]string{"README": mit}, ""},
	} {
		dir := t.TempDir()
		for name, text := range c.files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := module(c.name, dir); got.licence != c.want || (got.why == "") != (c.want != "") {
			t.Errorf("%s: %+v, want %q", c.name, got, c.want)
		}
	}
}

func TestPackages(t *testing.T) {
	lockfile := filepath.Join(t.TempDir(), "package-lock.json")
	text := `{"packages":{"":{"license":"AGPL-3.0-or-later"},"node_modules/a":{"version":"1.0.0","license":"0BSD"},
		"node_modules/b":{"version":"2.0.0","license":"SSPL-1.0"},"node_modules/c":{"version":"3.0.0"},
		"node_modules/d":{"version":"4.0.0","license":"SSPL-1.0","dev":true}}}`
	if err := os.WriteFile(lockfile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := packages(lockfile)
	if err != nil || len(got) != 3 {
		t.Fatalf("packages = %v, %v; want three", got, err)
	}
	for i, want := range []string{"0BSD", "", ""} {
		if got[i].licence != want {
			t.Errorf("%s has licence %q, want %q", got[i].name, got[i].licence, want)
		}
	}
	if got, err := packages(lockfile + ".absent"); got != nil || err != nil {
		t.Errorf("without a lock file: %v, %v", got, err)
	}
}
