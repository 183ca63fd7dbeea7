package picture

import (
	"encoding/binary"
	"image"
	"image/color"
	"testing"
)

// sides is which side of what one sees the first row and the first column of
// what is stored are, for each orientation (Exif 2.3, 4.6.4).
var sides = map[uint16][2]string{
	1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
	5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
}

// upright has another colour in each corner.
func upright(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, [2][2]color.RGBA{{red, green}, {blue, white}}[2*y/h][2*x/w])
		}
	}
	return m
}

// stored is how a camera keeps what one sees, for an orientation.
func stored(m *image.RGBA, orientation uint16) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	from := func(side string, x, y int) int {
		return map[string]int{"top": y, "bottom": h - 1 - y, "left": x, "right": w - 1 - x}[side]
	}
	out := image.NewRGBA(m.Rect)
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			out.SetRGBA(from(sides[orientation][1], x, y), from(sides[orientation][0], x, y), m.RGBAAt(x, y))
		}
	}
	return out
}

func TestPicturesAreTurnedAsTheCameraWasHeld(t *testing.T) {
	for orientation := range sides {
		kept := stored(upright(320, 192), orientation)
		jpegOf := func(order binary.AppendByteOrder) []byte {
			return inJPEG(asJPEG(t, kept, 95), segment(0xe1, "Exif\x00\x00"+exif(order, orientation, "camera")))
		}
		for name, upload := range map[string][]byte{
			"jpeg, little": jpegOf(binary.LittleEndian),
			"jpeg, big":    jpegOf(binary.BigEndian),
			"png":          inPNG(asPNG(t, kept), chunk("eXIf", exif(binary.BigEndian, orientation, "camera"))),
		} {
			isUpright(t, name, orientation, here(t, fit, 160, upload), 160, 96)
			isUpright(t, name+", face", orientation, here(t, face, FaceSide, upload), 256, 256)
		}
	}
}

func isUpright(t *testing.T, name string, orientation uint16, p Picture, w, h int) {
	t.Helper()
	shown := decoded(t, p)
	if shown.Bounds() != image.Rect(0, 0, w, h) {
		t.Errorf("%s, %d: %v", name, orientation, shown.Bounds())
	}
	for at, want := range map[image.Point]color.RGBA{{w / 4, h / 4}: red, {3 * w / 4, h / 4}: green, {w / 4, 3 * h / 4}: blue, {3 * w / 4, 3 * h / 4}: white} {
		if !near(shown.At(at.X, at.Y), want) {
			t.Errorf("%s, %d: %v at %v, want %v", name, orientation, shown.At(at.X, at.Y), at, want)
		}
	}
}

func TestAWebPIsTurned(t *testing.T) {
	upload := webP(64, 32, func(x, y int) bool { return x < 32 }, "EXIF", exif(binary.LittleEndian, 6, "camera"))
	p, err := New(Options{}).Fit(t.Context(), upload, 64)
	must(t, err)
	shown := decoded(t, p)
	if p.Width != 32 || p.Height != 64 || !near(shown.At(16, 10), webPTrue) || !near(shown.At(16, 54), webPFalse) {
		t.Errorf("%d by %d, %v above %v", p.Width, p.Height, shown.At(16, 10), shown.At(16, 54))
	}
}

func TestAnOrientationThatMakesNoSenseIsNone(t *testing.T) {
	good := exif(binary.LittleEndian, 6, "camera")
	if orientationIn([]byte(good)) != 6 {
		t.Fatal("a good one is not found")
	}
	for name, tiff := range map[string]string{
		"nothing": "", "another mark": "XX" + good[2:], "nine": exif(binary.LittleEndian, 9, ""), "none": exif(binary.BigEndian, 0, ""),
		"far away": good[:4] + "\xff\xff\xff\xff" + good[8:], "just behind": good[:4] + string([]byte{byte(len(good)), 0, 0, 0}) + good[8:], "cut": good[:30],
	} {
		if got := orientationIn([]byte(tiff)); got != 1 {
			t.Errorf("%s: %d", name, got)
		}
	}
}
