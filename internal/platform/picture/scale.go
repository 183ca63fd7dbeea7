package picture

import (
	"image"
	"image/draw"

	scale "golang.org/x/image/draw"
)

// square is the middle of src, brought to side by side pixels.
func square(src image.Image, side int) *image.RGBA {
	b := src.Bounds()
	short := min(b.Dx(), b.Dy())
	at := b.Min.Add(image.Pt((b.Dx()-short)/2, (b.Dy()-short)/2))
	from := image.Rectangle{at, at.Add(image.Pt(short, short))}
	if short >= side {
		return shrink(src, from, side, side)
	}
	out := image.NewRGBA(image.Rect(0, 0, side, side))
	scale.CatmullRom.Scale(out, out.Rect, src, from, draw.Src, nil)
	return out
}

// within is the whole of src with no side longer than longest.
func within(src image.Image, longest int) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > longest {
		w = max(1, (w*longest+long/2)/long)
		h = max(1, (h*longest+long/2)/long)
	}
	return shrink(src, b, w, h)
}

// shrink brings a part of src to w by h pixels: each is the mean of all that
// falls into it. It reads src row by row and needs no room for more than one,
// which the scalers of x/image do.
//
// To stay exact it counts in whole numbers: a pixel of src is w units wide and h
// units high, so that one of the result is as many units as src has pixels.
func shrink(src image.Image, from image.Rectangle, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	row := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	line, sum := make([]uint64, 4*w), make([]uint64, 4*w)
	y, filled := 0, 0
	for at := from.Min; at.Y < from.Max.Y; at.Y++ {
		draw.Draw(row, row.Rect, src, at, draw.Src)
		across(line, row.Pix, w)
		for left := h; left > 0; {
			part := min(left, from.Dy()-filled)
			for i, v := range line {
				sum[i] += v * uint64(part)
			}
			left, filled = left-part, filled+part
			if filled == from.Dy() {
				mean(out.Pix[y*out.Stride:], sum, uint64(from.Dx()*from.Dy()))
				y, filled = y+1, 0
			}
		}
	}
	return out
}

// across brings one row to w sums of len(pix)/4 units each.
func across(line []uint64, pix []uint8, w int) {
	clear(line)
	wide := len(pix) / 4
	x, filled := 0, 0
	for ; len(pix) > 0; pix = pix[4:] {
		for left := w; left > 0; {
			part := min(left, wide-filled)
			to, u := line[4*x:4*x+4], uint64(part)
			to[0] += u * uint64(pix[0])
			to[1] += u * uint64(pix[1])
			to[2] += u * uint64(pix[2])
			to[3] += u * uint64(pix[3])
			left, filled = left-part, filled+part
			if filled == wide {
				x, filled = x+1, 0
			}
		}
	}
}

// mean writes a finished row, and clears the sums for the next.
func mean(to []uint8, sum []uint64, units uint64) {
	for i, v := range sum {
		to[i] = uint8((v + units/2) / units)
	}
	clear(sum)
}

// turn undoes how the camera was held: orientation is 1 to 8 as in Exif 2.3,
// tag 0x0112, and says where the first row and column of m belong.
func turn(m *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := origin(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(fx, fy):][:4])
		}
	}
	return out
}

// origin is the place in the stored picture of a pixel of the upright one, which
// is w by h.
func origin(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	default:
		return h - 1 - y, x
	}
}
