package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"testing"
)

// scene is a made-up photograph: soft light with some round things in it. The
// same seed is the same scene in any size.
func scene(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 7))
	type ball struct{ x, y, size, red, green, blue float64 }
	var balls []ball
	for range 12 {
		balls = append(balls, ball{r.Float64(), r.Float64(), .05 + r.Float64()*.2, r.Float64() * 255, r.Float64() * 255, r.Float64() * 255})
	}
	tilt := r.Float64()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			red, green, blue := 60+120*(fx*tilt+fy*(1-tilt)), 90+80*fy, 140-60*fx
			for _, b := range balls {
				if d := (fx-b.x)*(fx-b.x) + (fy-b.y)*(fy-b.y); d < b.size*b.size {
					red, green, blue = b.red, b.green, b.blue
				}
			}
			m.SetRGBA(x, y, color.RGBA{uint8(red), uint8(green), uint8(blue), 255})
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image, quality int) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, m, &jpeg.Options{Quality: quality}))
	return out.Bytes()
}

func asGIF(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, gif.Encode(&out, m, nil))
	return out.Bytes()
}

// segment is one part of a JPEG.
func segment(marker byte, content string) []byte {
	head := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2))
	return append(head, content...)
}

// inJPEG puts segments behind the first two bytes.
func inJPEG(file []byte, segments ...[]byte) []byte {
	return bytes.Join([][]byte{file[:2], bytes.Join(segments, nil), file[2:]}, nil)
}

// chunk is one part of a PNG.
func chunk(name, content string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(append(out, name...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// inPNG puts chunks behind the header.
func inPNG(file []byte, chunks ...[]byte) []byte {
	const head = 8 + 12 + 13
	return bytes.Join([][]byte{file[:head], bytes.Join(chunks, nil), file[head:]}, nil)
}

// exif is a TIFF directory with an orientation, a place and a camera.
func exif(order binary.AppendByteOrder, orientation uint16, camera string) string {
	mark := "II*\x00"
	if order.String() == "BigEndian" {
		mark = "MM\x00*"
	}
	b := order.AppendUint32([]byte(mark), 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(b, 0x0110) // the camera
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(b, uint32(len(camera)))
	b = order.AppendUint32(b, 38)
	b = order.AppendUint16(b, 0x0112)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, orientation)
	b = order.AppendUint16(b, 0)
	b = order.AppendUint32(b, 0)
	return string(append(b, camera...))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// webPTrue and webPFalse are the two colours of webP.
var webPTrue, webPFalse = color.RGBA{90, 220, 40, 255}, color.RGBA{90, 20, 40, 255}

// webP is a lossless WebP in two colours, written by hand, with one chunk more.
func webP(w, h int, at func(x, y int) bool, name, content string) []byte {
	canvas := uint64(8) | uint64(w-1)<<32 | uint64(h-1)<<56 // 8: there is Exif
	extended := binary.LittleEndian.AppendUint64(nil, canvas)
	extended = append(extended, byte((h-1)>>8), byte((h-1)>>16))
	parts := riff("VP8X", string(extended)) + riff("VP8L", vp8l(w, h, at)) + riff(name, content)
	return []byte(riff("RIFF", "WEBP"+parts))
}

func riff(name, content string) string {
	out := name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(content)))) + content
	return out + strings.Repeat("\x00", len(content)%2)
}

// vp8l is the picture itself (RFC 9649, section 3): no transforms, one group of
// codes, in which only green has two symbols.
func vp8l(w, h int, at func(x, y int) bool) string {
	b := &bitWriter{}
	b.put(0x2f, 8)
	b.put(w-1, 14)
	b.put(h-1, 14)
	b.put(0, 1+3+1+1+1) // no alpha, version 0, no transform, no cache, no groups
	b.put(0b111, 3)     // green: simple, two symbols, the first in 8 bits
	b.put(int(webPFalse.G), 8)
	b.put(int(webPTrue.G), 8)
	for _, one := range []uint8{webPTrue.R, webPTrue.B, 255, 0} {
		b.put(0b101, 3) // simple, one symbol in 8 bits
		b.put(int(one), 8)
	}
	for y := range h {
		for x := range w {
			pixel := 0
			if at != nil && at(x, y) {
				pixel = 1
			}
			b.put(pixel, 1)
		}
	}
	return string(b.bytes)
}

// bitWriter writes bits from the lowest of each byte on.
type bitWriter struct {
	bytes []byte
	used  int
}

func (b *bitWriter) put(value, count int) {
	for i := range count {
		if b.used%8 == 0 {
			b.bytes = append(b.bytes, 0)
		}
		b.bytes[b.used/8] |= byte(value>>i&1) << (b.used % 8)
		b.used++
	}
}
