package picture_test

import (
	"bytes"
	"image"
	"testing"

	"handrail/internal/platform/picture"
)

func TestAFaceIsASquareFromTheMiddle(t *testing.T) {
	m := picture.New(picture.Options{})
	for name, upload := range map[string][]byte{
		"wide": asJPEG(t, scene(1, 900, 600), 90), "high": asPNG(t, scene(1, 300, 700)), "small": asGIF(t, scene(1, 40, 30)),
	} {
		p, err := m.Face(t.Context(), upload)
		if err != nil {
			t.Fatal(name, err)
		}
		shown, kind, err := image.Decode(bytes.NewReader(p.Bytes))
		must(t, err)
		if kind != "jpeg" || p.Type != "image/jpeg" || p.Width != 256 || p.Height != 256 || shown.Bounds() != image.Rect(0, 0, 256, 256) {
			t.Errorf("%s: %s, %s of %d by %d, %v", name, kind, p.Type, p.Width, p.Height, shown.Bounds())
		}
	}
}

func BenchmarkFace(b *testing.B) {
	upload := asJPEG(b, scene(1, 4000, 3000), 90)
	m := picture.New(picture.Options{})
	for b.Loop() {
		if _, err := m.Face(b.Context(), upload); err != nil {
			b.Fatal(err)
		}
	}
}
