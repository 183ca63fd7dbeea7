//go:build race

package richtext

// slower is how much longer everything may take: the race detector slows the
// parser down about tenfold.
const slower = 10
