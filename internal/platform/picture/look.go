package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math/bits"
)

// farthest is in how many of 64 places two looks of one picture may differ.
// Saving a picture anew, smaller and poorer, changed at most 5 when we tried; two
// pictures differ in 27 on the average.
const farthest = 7

// SameLook tells whether two pictures are one to the eye: saved anew, in another
// size or format. Two looks say something only where both come from Face, or
// both from Fit. Pictures without any shape, of one colour, all look the same.
func SameLook(a, b uint64) bool { return bits.OnesCount64(a^b) <= farthest }

// lookOf is the difference hash of a picture: brought to 9 by 8 grey fields, one
// bit for each pair of neighbours, set where it grows clearly darker to the right.
func lookOf(made *image.RGBA) uint64 {
	paper := image.NewRGBA(made.Rect)
	draw.Draw(paper, paper.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(paper, paper.Rect, made, made.Rect.Min, draw.Over)
	fields := shrink(paper, paper.Rect, 9, 8)
	var look uint64
	for y := range 8 {
		for x := range 8 {
			look <<= 1
			if grey(fields, x, y) > grey(fields, x+1, y)+1 {
				look |= 1
			}
		}
	}
	return look
}

func grey(m *image.RGBA, x, y int) int {
	return int(color.GrayModel.Convert(m.RGBAAt(x, y)).(color.Gray).Y)
}
