package main

import (
	"image/color"
	"math"
	"testing"
)

// Phones cut a maskable icon to a shape of their own, and promise to keep the
// inner circle of four fifths (W3C App Manifest, icon masks).
func TestTheMarkOfAMaskableIconStaysWithinTheSafeCircle(t *testing.T) {
	const size = 256
	picture := icon{size: size, scale: .66}.draw()
	for y := range size {
		for x := range size {
			away := math.Hypot(float64(x)+.5-size/2, float64(y)+.5-size/2)
			if at := picture.At(x, y); away > size*.4 && at != color.Color(field) {
				t.Fatalf("at %d,%d there is %v, outside the circle", x, y, at)
			}
		}
	}
}

func TestAnIconShowsItsLampAndItsRoundCorners(t *testing.T) {
	picture := icon{size: 64, scale: .9, rounded: true}.draw()
	if _, _, _, alpha := picture.At(0, 0).RGBA(); alpha != 0 {
		t.Error("the corner is filled")
	}
	if at := picture.At(23, 36); at != color.Color(lamp) {
		t.Errorf("the lamp is %v", at)
	}
}
