package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
)

// The mark on a field of 32: a rail that rises and turns, and the lamp on it.
// It says nothing to somebody glancing at a phone.
const iconSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1a523f"/><g transform="translate(1.5 1.5) scale(.9)"><path d="M11.5 27.5V12a7 7 0 0 1 7-7h4" fill="none" stroke="#f0e8d9" stroke-width="2.6" stroke-linecap="round"/><circle cx="11.5" cy="18.5" r="4.5" fill="#eeb04a"/></g></svg>
`

var (
	field = color.NRGBA{0x1a, 0x52, 0x3f, 0xff}
	line  = color.NRGBA{0xf0, 0xe8, 0xd9, 0xff}
	lamp  = color.NRGBA{0xee, 0xb0, 0x4a, 0xff}
)

// blandSVG is the icon of the pages that tell nothing: a plain grey square.
const blandSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="2" y="2" width="12" height="12" rx="2" fill="#888"/></svg>
`

// icon is a drawing of the mark: its size in pixels, how much of the field the
// mark fills, and whether the corners are round. A maskable icon keeps its mark
// within the inner four fifths and fills the corners, which the phone cuts.
type icon struct {
	name    string
	size    int
	scale   float64
	rounded bool
}

func drawIcons(dist string) error {
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "bland.svg"), []byte(blandSVG), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "icon.svg"), []byte(iconSVG), 0o644); err != nil {
		return err
	}
	for _, one := range []icon{
		{"icon-192.png", 192, .9, true},
		{"icon-512.png", 512, .9, true},
		{"icon-maskable-512.png", 512, .66, false},
	} {
		var out bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&out, one.draw()); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, one.name), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (i icon) draw() image.Image {
	picture := image.NewNRGBA(image.Rect(0, 0, i.size, i.size))
	unit := 32 / float64(i.size)
	for y := range i.size {
		for x := range i.size {
			px, py := (float64(x)+.5)*unit, (float64(y)+.5)*unit
			picture.SetNRGBA(x, y, i.at(px, py, unit))
		}
	}
	return picture
}

// at is the colour at a point of the field; unit is the width of a pixel there,
// over which edges fade.
func (i icon) at(x, y, unit float64) color.NRGBA {
	c := field
	if i.rounded {
		c.A = uint8(255*cover(roundedSquare(x, y), unit) + .5)
	}
	mx, my := 16+(x-17)/i.scale, 16+(y-16)/i.scale
	fade := unit / i.scale
	c = over(c, line, cover(rail(mx, my)-1.3, fade))
	return over(c, lamp, cover(math.Hypot(mx-11.5, my-18.5)-4.5, fade))
}

// rail is the distance from the middle of the line: up, round a quarter turn,
// and along.
func rail(x, y float64) float64 {
	turn := math.Inf(1)
	if x <= 18.5 && y <= 12 {
		turn = math.Abs(math.Hypot(x-18.5, y-12) - 7)
	}
	return min(turn, segment(x, y, 11.5, 12, 11.5, 27.5), segment(x, y, 18.5, 5, 22.5, 5))
}

func segment(x, y, ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	t := max(0, min(1, ((x-ax)*dx+(y-ay)*dy)/(dx*dx+dy*dy)))
	return math.Hypot(x-ax-t*dx, y-ay-t*dy)
}

func roundedSquare(x, y float64) float64 {
	const half, corner = 16, 7
	dx, dy := math.Abs(x-16)-half+corner, math.Abs(y-16)-half+corner
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - corner
}

// cover is how much of a pixel lies inside an edge that is distance away.
func cover(distance, unit float64) float64 {
	return max(0, min(1, .5-distance/unit))
}

func over(below, above color.NRGBA, much float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*much + .5) }
	return color.NRGBA{mix(below.R, above.R), mix(below.G, above.G), mix(below.B, above.B), below.A}
}
