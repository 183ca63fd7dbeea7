package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"handrail/internal/platform/fault"
)

func TestAFaceIsASquareFromTheMiddle(t *testing.T) {
	m := New(Options{})
	for name, upload := range map[string][]byte{
		"wide": asJPEG(t, threeParts(900, 300, true), 90), "high": asPNG(t, threeParts(300, 900, false)), "small": asGIF(t, threeParts(60, 20, true)),
		"one pixel high": asPNG(t, threeParts(12_000, 1, true)),
	} {
		p, err := m.Face(t.Context(), upload)
		if err != nil {
			t.Fatal(name, err)
		}
		shown := decoded(t, p)
		if p.Type != "image/jpeg" || p.Width != 256 || p.Height != 256 || shown.Bounds() != image.Rect(0, 0, 256, 256) {
			t.Errorf("%s: %s of %d by %d, %v", name, p.Type, p.Width, p.Height, shown.Bounds())
		}
		for _, at := range []image.Point{{20, 20}, {235, 20}, {20, 235}, {235, 235}} {
			if !near(shown.At(at.X, at.Y), green) {
				t.Errorf("%s: %v at %v: not the middle part", name, shown.At(at.X, at.Y), at)
			}
		}
	}
}

func TestWhatFitsKeepsItsShape(t *testing.T) {
	for _, c := range []struct{ w, h, longest, wantW, wantH int }{
		{1200, 900, 400, 400, 300}, {900, 1200, 400, 300, 400}, {300, 200, 400, 300, 200}, {5000, 2, 100, 100, 1}, {7, 5, 1, 1, 1},
		{1201, 799, 1200, 1200, 798}, {4100, 20, 4096, 4096, 20},
	} {
		p := here(t, fit, c.longest, asPNG(t, threeParts(c.w, c.h, true)))
		if got := decoded(t, p).Bounds().Size(); p.Width != c.wantW || p.Height != c.wantH || got != image.Pt(c.wantW, c.wantH) {
			t.Errorf("%d by %d within %d: says %d by %d, is %v", c.w, c.h, c.longest, p.Width, p.Height, got)
		}
	}
}

func TestWhatIsAskedOfFitStaysWithinBounds(t *testing.T) {
	m := New(Options{})
	for longest, want := range map[int]int{-1: 1, 0: 1, 1 << 30: 4096} {
		if p, err := m.Fit(t.Context(), asPNG(t, threeParts(4100, 2, true)), longest); err != nil || p.Width != want {
			t.Errorf("%d: %d, %v", longest, p.Width, err)
		}
	}
}

func TestWhatIsTransparentStaysSo(t *testing.T) {
	see := image.NewNRGBA(image.Rect(0, 0, 300, 300))
	for y := range 300 {
		for x := range 150 {
			see.SetNRGBA(x, y, color.NRGBA{200, 40, 40, 255})
		}
	}
	p, err := New(Options{}).Face(t.Context(), asPNG(t, see))
	must(t, err)
	shown := decoded(t, p)
	if _, _, _, a := shown.At(200, 100).RGBA(); p.Type != "image/png" || a != 0 || !near(shown.At(60, 100), color.RGBA{200, 40, 40, 255}) {
		t.Errorf("%s with %v and %v", p.Type, shown.At(60, 100), shown.At(200, 100))
	}
}

func TestPixelsBecomeTheirMean(t *testing.T) {
	m := image.NewGray(image.Rect(10, 10, 15, 13)) // not at zero, and no whole number to each of the result
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 10)
	}
	got := shrink(m, m.Rect, 2, 2)
	// By hand: 2.5 columns and 1.5 rows to each. The first is
	// (0 + 10 + 20/2 + (50 + 60 + 70/2)/2) / 3.75.
	for i, want := range []uint8{25, 49, 91, 115} {
		if v := got.Pix[4*i]; v != want {
			t.Errorf("pixel %d is %d, want %d", i, v, want)
		}
	}
	if whole := shrink(m, m.Rect, 5, 3); whole.Pix[4*7] != m.Pix[7] || whole.Pix[4*14] != m.Pix[14] {
		t.Error("the same size is not the same picture")
	}
}

func TestUploadsThatAreRefusedAtTheDoor(t *testing.T) {
	m := New(Options{Command: acting("crashing")})
	for name, upload := range map[string][]byte{"nothing": nil, "too many bytes": make([]byte, MaxBytes+1)} {
		_, err := m.Face(t.Context(), upload)
		if f, ok := fault.From(err); !ok || f.Kind != fault.Invalid || f.Field != Field || f.Say == heavySentence() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// here does what the child does, without one, where the test is about pixels.
func here(t testing.TB, what job, longest int, upload []byte) Picture {
	t.Helper()
	p, v := render(request{what: what, longest: uint32(longest), upload: upload}, usual)
	if v != fine {
		t.Fatal(v.fault())
	}
	return p
}

// threeParts is a picture of a red, a green and a blue part, side by side or one
// below the other.
func threeParts(w, h int, beside bool) image.Image {
	m := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{red, green, blue})
	for y := range h {
		for x := range w {
			part := y * 3 / h
			if beside {
				part = x * 3 / w
			}
			m.SetColorIndex(x, y, uint8(part))
		}
	}
	return m
}

var (
	red   = color.RGBA{200, 30, 30, 255}
	green = color.RGBA{30, 160, 60, 255}
	blue  = color.RGBA{40, 60, 190, 255}
	white = color.RGBA{250, 250, 250, 255}
)

// near tells whether two colours are one, after a JPEG.
func near(a, b color.Color) bool {
	x, y := color.RGBAModel.Convert(a).(color.RGBA), color.RGBAModel.Convert(b).(color.RGBA)
	for _, d := range []int{int(x.R) - int(y.R), int(x.G) - int(y.G), int(x.B) - int(y.B), int(x.A) - int(y.A)} {
		if d < -24 || d > 24 {
			return false
		}
	}
	return true
}

func decoded(t testing.TB, p Picture) image.Image {
	t.Helper()
	shown, kind, err := image.Decode(bytes.NewReader(p.Bytes))
	must(t, err)
	if "image/"+kind != p.Type {
		t.Errorf("it says %s and is %s", p.Type, kind)
	}
	return shown
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, m))
	return out.Bytes()
}
