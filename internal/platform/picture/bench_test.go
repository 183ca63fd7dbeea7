package picture

import (
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// BenchmarkFace makes a face of a photograph of twelve megapixels, and says what
// the child took: processor time, and the most memory that it had at once.
func BenchmarkFace(b *testing.B) {
	upload := asJPEG(b, scene(1, 4000, 3000), 90)
	measure(b, func(m *Maker) error { _, err := m.Face(b.Context(), upload); return err })
}

// BenchmarkFit makes one of 1,600 pixels for a post.
func BenchmarkFit(b *testing.B) {
	upload := asJPEG(b, scene(1, 4000, 3000), 90)
	measure(b, func(m *Maker) error { _, err := m.Fit(b.Context(), upload, 1600); return err })
}

func measure(b *testing.B, work func(m *Maker) error) {
	var processor time.Duration
	most, times := 0, 0
	for b.Loop() {
		status, says, err := os.Pipe()
		must(b, err)
		var child *exec.Cmd
		m := New(Options{Command: func() *exec.Cmd { child = acting("measured", says)(); return child }})
		must(b, work(m))
		says.Close()
		text, err := io.ReadAll(status)
		must(b, err)
		status.Close()
		kilobytes, err := strconv.Atoi(string(regexp.MustCompile(`\d+`).Find(text)))
		must(b, err)
		most, times = max(most, kilobytes), times+1
		processor += child.ProcessState.UserTime() + child.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(processor.Milliseconds())/float64(times), "cpu-ms/op")
	b.ReportMetric(float64(most)/1024, "MB-most")
}
