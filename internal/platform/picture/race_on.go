//go:build race

package picture

// raceShadow is how much more memory everything takes under the race detector,
// which keeps notes on every word.
const raceShadow = 8
