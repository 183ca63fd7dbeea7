package richtext

import (
	"testing"
	"time"
)

func BenchmarkOrdinaryAtCap(b *testing.B) {
	for name, kind := range map[string]Kind{"chat": Chat, "post": Post, "page": Page} {
		b.Run(name, func(b *testing.B) { convertAll(b, ordinary(kind.Limit())) })
	}
}

// BenchmarkHostile costs nothing where the count of marks refuses.
func BenchmarkHostile(b *testing.B) {
	for _, h := range hostile {
		b.Run(h.name, func(b *testing.B) {
			source := clean(h.make(Post.Limit()))
			if weigh(source) > tooCostly {
				b.ReportMetric(1, "refused")
				return
			}
			convertAll(b, source)
		})
	}
}

// convertAll reports the processor time of one text.
func convertAll(b *testing.B, source string) {
	m := newMarkdown()
	b.SetBytes(int64(len(source)))
	var spent time.Duration
	for b.Loop() {
		spent += cpu(func() { _, _ = m.convert(source) })
	}
	b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "cpu-ns/op")
}
