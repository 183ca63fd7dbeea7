//go:build race

package picture

// raceFactor is how much more of everything is needed under the race detector,
// which keeps notes on every word of memory.
const raceFactor = 2
