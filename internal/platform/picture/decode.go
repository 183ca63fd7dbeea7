package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// ceiling is how much of a picture is decoded at all.
type ceiling struct {
	side, pixels int
	steps        int   // pixels times the scans of a JPEG: each scan goes over all of them
	memory       int64 // bytes for the pixels
}

// usual lets through what cameras and phones make. A progressive JPEG has about
// ten scans; one of thousands would keep a processor busy for hours.
var usual = ceiling{side: MaxSide, pixels: MaxPixels, steps: 400_000_000, memory: 100_000_000}

// format is one sort of file that is taken.
type format struct {
	begins func(upload []byte) bool
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	survey func(upload []byte) survey
}

// survey is what the parts of a file say that decoders do not tell.
type survey struct {
	scans       int // of a JPEG; otherwise 1
	percent     int // of a JPEG: bytes that are kept for a hundred pixels
	orientation int // 1 to 8; 1 where nothing is said
}

// need is how many bytes the pixels take while they are decoded, as far as the
// header tells. What it does not tell is left to the limits of the process.
func need(header image.Config, s survey) int64 {
	percent := s.percent
	switch header.ColorModel {
	case color.YCbCrModel:
		percent = max(percent, 150)
	case color.NRGBAModel, color.RGBAModel, color.CMYKModel:
		percent += 400 // of a JPEG, on top of its layers
	case color.NYCbCrAModel:
		percent = 650 // what is transparent comes as a picture of its own
	case color.Gray16Model:
		percent = 200
	case color.NRGBA64Model, color.RGBA64Model:
		percent = 800
	}
	return int64(header.Width) * int64(header.Height) * int64(max(percent, 100)) / 100
}

// formatOf finds the decoder by how an upload begins. What it is called, and
// what its sender says it is, is not asked.
func formatOf(upload []byte) (format, bool) {
	for _, f := range []format{
		{begins: prefix("\xff\xd8\xff"), config: jpeg.DecodeConfig, decode: jpeg.Decode, survey: surveyJPEG},
		{begins: prefix("\x89PNG\r\n\x1a\n"), config: png.DecodeConfig, decode: png.Decode, survey: surveyPNG},
		{begins: prefix("GIF8"), config: gif.DecodeConfig, decode: gif.Decode, survey: surveyNothing},
		{begins: isWebP, config: webp.DecodeConfig, decode: webp.Decode, survey: surveyWebP},
	} {
		if f.begins(upload) {
			return f, true
		}
	}
	return format{}, false
}

func prefix(magic string) func([]byte) bool {
	return func(upload []byte) bool { return bytes.HasPrefix(upload, []byte(magic)) }
}

func isWebP(upload []byte) bool {
	return len(upload) > 12 && string(upload[:4]) == "RIFF" && string(upload[8:12]) == "WEBP"
}

// open decodes an upload whose header promises to stay below the ceiling.
func open(upload []byte, c ceiling) (image.Image, int, verdict) {
	f, known := formatOf(upload)
	if !known {
		return nil, 0, unknown
	}
	header, err := f.config(bytes.NewReader(upload))
	if err != nil || header.Width <= 0 || header.Height <= 0 {
		return nil, 0, broken
	}
	if header.Width > c.side || header.Height > c.side || header.Width*header.Height > c.pixels {
		return nil, 0, large
	}
	s := f.survey(upload)
	if s.scans > c.steps/(header.Width*header.Height) || need(header, s) > c.memory {
		return nil, 0, heavy
	}
	m, err := f.decode(bytes.NewReader(upload))
	if err != nil || m.Bounds().Empty() {
		return nil, 0, broken
	}
	return m, s.orientation, fine
}

// render does what is asked of an upload, and nothing to the rest of the world.
func render(r request, c ceiling) (Picture, verdict) {
	src, orientation, v := open(r.upload, c)
	if v != fine {
		return Picture{}, v
	}
	var made *image.RGBA
	if r.what == face {
		made = square(src, int(r.longest))
	} else {
		made = within(src, int(r.longest))
	}
	return encode(turn(made, orientation)), fine
}

// encode writes pixels alone. Encoding into memory does not fail for the sizes
// that are made here.
func encode(m *image.RGBA) Picture {
	p := Picture{Type: "image/jpeg", Width: m.Rect.Dx(), Height: m.Rect.Dy(), Look: lookOf(m)}
	var out bytes.Buffer
	if m.Opaque() {
		jpeg.Encode(&out, m, &jpeg.Options{Quality: 85})
	} else {
		p.Type = "image/png"
		png.Encode(&out, m)
	}
	p.Bytes = out.Bytes()
	return p
}
