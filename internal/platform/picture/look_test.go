package picture

import (
	"image"
	"image/color"
	"math/bits"
	"testing"
)

func TestTheSamePictureLooksTheSame(t *testing.T) {
	const scenes = 8
	var looks []uint64
	for seed := range uint64(scenes) {
		photo := scene(seed, 400, 300)
		first := here(t, face, FaceSide, asJPEG(t, photo, 92)).Look
		for name, again := range map[string][]byte{
			"once more":    asJPEG(t, photo, 92),
			"poorer":       asJPEG(t, photo, 25),
			"smaller":      asJPEG(t, within(photo, 200), 70),
			"odd size":     asJPEG(t, within(photo, 317), 80),
			"as PNG":       asPNG(t, within(photo, 280)),
			"in 256 tones": asGIF(t, within(photo, 150)),
		} {
			if look := here(t, face, FaceSide, again).Look; !SameLook(first, look) {
				t.Errorf("scene %d, %s: %d places differ", seed, name, bits.OnesCount64(first^look))
			}
		}
		looks = append(looks, first)
	}
	for i, a := range looks {
		for j, b := range looks[:i] {
			if SameLook(a, b) {
				t.Errorf("scenes %d and %d look the same: %d places differ", i, j, bits.OnesCount64(a^b))
			}
		}
	}
}

func TestNoiseIsNoShape(t *testing.T) {
	flat := func(shift uint8) *image.RGBA {
		m := image.NewRGBA(image.Rect(0, 0, 90, 80))
		for i := range m.Pix {
			m.Pix[i] = 120 + uint8(i*7919%3)*shift
			if i%4 == 3 {
				m.Pix[i] = 255
			}
		}
		return m
	}
	if a, b := lookOf(flat(0)), lookOf(flat(1)); a != 0 || b != 0 {
		t.Errorf("one colour has the looks %x and %x", a, b)
	}
}

func TestWhatIsTransparentLooksLikePaper(t *testing.T) {
	clear, paper := image.NewRGBA(image.Rect(0, 0, 90, 80)), image.NewRGBA(image.Rect(0, 0, 90, 80))
	for y := range 80 {
		for x := range 90 {
			paper.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
			if (x/10+y/10)%3 == 0 {
				paper.SetRGBA(x, y, red)
				clear.SetRGBA(x, y, red)
			}
		}
	}
	if lookOf(clear) != lookOf(paper) || lookOf(paper) == 0 {
		t.Errorf("%x and %x", lookOf(clear), lookOf(paper))
	}
}
