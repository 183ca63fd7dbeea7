package web

import (
	"fmt"
	"regexp"
	"strings"
	"syscall"

	"handrail/internal/platform/fault"
)

// cause is what the log says of an error: the codes of databases and of the
// system, the types of errors, and of sentences only those of plain words.
// What holds a quote or a digit may repeat a value that somebody wrote: a
// database names the row it refuses, a parser the text it cannot read.
func cause(err error) string { return strings.Join(causes(err), ": ") }

func causes(err error) []string {
	switch e := err.(type) {
	case *fault.Fault:
		return []string{e.Error()} // a constant
	case syscall.Errno:
		return []string{e.Error()}
	case interface{ SQLState() string }:
		return []string{fmt.Sprintf("%T %s", e, e.SQLState())}
	case interface{ Code() int }:
		return []string{fmt.Sprintf("%T %d", e, e.Code())}
	case interface{ Unwrap() error }:
		inner := e.Unwrap()
		if inner == nil {
			return []string{words(err, "")}
		}
		return append([]string{words(err, inner.Error())}, causes(inner)...)
	case interface{ Unwrap() []error }:
		var all []string
		for _, inner := range e.Unwrap() {
			all = append(all, causes(inner)...)
		}
		return all
	}
	return []string{words(err, "")}
}

var plainWords = regexp.MustCompile(`^[A-Za-z ,.:;()-]+$`)

// words are those that err adds to inner, or its type where they may hold a
// value. Only errors that are sentences, and nothing but, are trusted with it.
func words(err error, inner string) string {
	kind := fmt.Sprintf("%T", err)
	own := strings.TrimSuffix(strings.TrimSuffix(err.Error(), inner), ": ")
	if (kind == "*errors.errorString" || kind == "*fmt.wrapError") && plainWords.MatchString(own) {
		return own
	}
	return kind
}
