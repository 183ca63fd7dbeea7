package main

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// kind is a licence that may go into Handrail, and the words its text must hold.
// Words are compared after plain has taken case, punctuation and line breaks away.
type kind struct {
	name  string // SPDX identifier
	words []string
}

// kinds lists the licences whose works may be part of a program given out under AGPL-3.0-or-later.
// The more particular text comes before the one whose words it also holds.
func kinds() []kind {
	return []kind{
		{"Apache-2.0", []string{"apache license", "version 2 0", "grant of patent license"}},
		{"MPL-2.0", []string{"mozilla public license version 2 0", "secondary licenses"}},
		{"CC0-1.0", []string{"cc0 1 0 universal", "affirmer"}},
		{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}},
		{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "neither the name"}},
		{"BSD-2-Clause", []string{"redistribution and use in source and binary forms", "this list of conditions"}},
		{"MIT", []string{"permission is hereby granted free of charge", "the above copyright notice and this permission notice"}},
		{"ISC", []string{"permission to use copy modify and or distribute this software for any purpose with or without fee", "appear in all copies"}},
		{"0BSD", []string{"permission to use copy modify and or distribute this software for any purpose with or without fee"}},
		{"blessing", []string{"the author disclaims copyright to this source code", "may you do good and not evil"}},
		{"public-domain", []string{"dedicated to the public domain", "anyone is free to copy modify publish use"}},
	}
}

// refused are words that take away again what the rest of a text allows.
func refused() []string {
	return []string{
		"commons clause", "server side public license", "business source license", "elastic license",
		"all advertising materials mentioning", "shall be used for good not evil",
	}
}

// review is a licence file that no rule recognises and that a person has read; a changed text must be read again.
type review struct {
	sum     string // SHA-256 of the text, hexadecimal
	licence string
}

// reviewed lists them by what they are.
func reviewed() []review {
	return []review{
		// modernc.org/memory LICENSE-LOGO: where the picture in its README comes from; nothing of it is compiled.
		{"5ae5bee3072a841376451b48d8cfcec7188e10543926d5870828d36c8a750dc5", "BSD-3-Clause"},
		// modernc.org/sqlite LICENSE-3RD-PARTY.md: notices; what is linked is MIT, BSD-3-Clause or in the public domain.
		{"4194f8e7119be72babd499db4f6f1f7547e36e8a7bffcb2b9c8df241b8f1576a", "BSD-3-Clause"},
	}
}

// classify returns the SPDX identifier of a licence text, or "" when the text is not one we may use.
func classify(text string) string {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	for _, r := range reviewed() {
		if r.sum == sum {
			return r.licence
		}
	}
	text = plain(text)
	for _, word := range refused() {
		if strings.Contains(text, word) {
			return ""
		}
	}
	for _, k := range kinds() {
		if containsAll(text, k.words) {
			return k.name
		}
	}
	return ""
}

// allowed reports whether an SPDX identifier, as a package names it, is on the list.
func allowed(identifier string) bool {
	if identifier == "BSD-0-Clause" {
		identifier = "0BSD" // what htmx calls it; SPDX knows it by the other name
	}
	for _, k := range kinds() {
		if k.name == identifier {
			return true
		}
	}
	return false
}

func containsAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// plain keeps letters and digits in lower case and makes one space of everything between them.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}), " ")
}
