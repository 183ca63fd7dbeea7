package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
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

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, m))
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
