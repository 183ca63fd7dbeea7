package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"testing"
)

func FuzzRender(f *testing.F) {
	small := scene(1, 24, 18)
	f.Add(asJPEG(f, small, 80), uint32(9))
	f.Add(inJPEG(asJPEG(f, small, 80), segment(0xe1, "Exif\x00\x00"+exif(binary.BigEndian, 5, "camera"))), uint32(9))
	f.Add(asPNG(f, small), uint32(20))
	f.Add(inPNG(asPNG(f, small), chunk("eXIf", exif(binary.LittleEndian, 8, "camera"))), uint32(256))
	f.Add(asGIF(f, small), uint32(1))
	f.Add(webP(10, 12, nil, "EXIF", exif(binary.LittleEndian, 3, "camera")), uint32(7))
	f.Add(greyJPEG(30, 30, 4), uint32(8))
	few := ceiling{side: 1000, pixels: 100_000, steps: 1_000_000}
	f.Fuzz(func(t *testing.T, upload []byte, longest uint32) {
		longest = longest%512 + 1
		for _, what := range []job{face, fit} {
			r := request{what: what, longest: longest, upload: upload}
			p, v := render(r, few)
			var out bytes.Buffer
			must(t, writeAnswer(&out, p, v))
			got, err := readAnswer(r, out.Bytes())
			if (err == nil) != (v == fine) {
				t.Fatalf("verdict %d, and the answer is read as %v", v, err)
			}
			if v != fine {
				continue
			}
			shown, _, err := image.DecodeConfig(bytes.NewReader(got.Bytes))
			if err != nil || shown.Width != got.Width || shown.Height != got.Height {
				t.Fatalf("%v: %d by %d, says %d by %d", err, shown.Width, shown.Height, got.Width, got.Height)
			}
		}
	})
}

func FuzzSurvey(f *testing.F) {
	f.Add([]byte(exif(binary.BigEndian, 5, "camera")))
	f.Add(inJPEG(asJPEG(f, scene(1, 9, 9), 80), segment(0xe1, "Exif\x00\x00"+exif(binary.LittleEndian, 2, "camera"))))
	f.Add(inPNG(asPNG(f, scene(1, 9, 9)), chunk("eXIf", exif(binary.LittleEndian, 8, "camera"))))
	f.Add(webP(10, 12, nil, "EXIF", exif(binary.LittleEndian, 3, "camera")))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, s := range []survey{surveyJPEG(b), surveyPNG(b), surveyWebP(b), {orientation: orientationIn(b)}} {
			if s.orientation < 1 || s.orientation > 8 || s.scans < 0 || s.scans > len(b)+1 {
				t.Errorf("%+v", s)
			}
		}
	})
}

func FuzzAnswer(f *testing.F) {
	for _, p := range []Picture{{Bytes: []byte("\xff\xd8\xff"), Type: "image/jpeg", Width: 9, Height: 9}, {Bytes: []byte("\x89PNG\r\n\x1a\n"), Type: "image/png", Width: 9, Height: 9, Look: 5}} {
		var out bytes.Buffer
		must(f, writeAnswer(&out, p, fine))
		f.Add(out.Bytes())
	}
	f.Add([]byte{byte(heavy)})
	f.Fuzz(func(t *testing.T, out []byte) {
		p, err := readAnswer(request{what: face, longest: 9}, out)
		if err == nil && (p.Width != p.Height || p.Width < 1 || p.Width > 9 || len(p.Bytes) == 0 || len(p.Bytes) > len(out)) {
			t.Errorf("%+v", p)
		}
	})
}

func TestTheChildIsNotBelieved(t *testing.T) {
	good := Picture{Bytes: []byte("\xff\xd8\xff and so on"), Type: "image/jpeg", Width: 100, Height: 50, Look: 77}
	r := request{what: fit, longest: 100}
	answer := func(p Picture, v verdict) []byte {
		var out bytes.Buffer
		must(t, writeAnswer(&out, p, v))
		return out.Bytes()
	}
	if p, err := readAnswer(r, answer(good, fine)); err != nil || p.Look != 77 || p.Width != 100 || p.Height != 50 || !bytes.Equal(p.Bytes, good.Bytes) {
		t.Fatalf("a good answer: %+v, %v", p, err)
	}
	wide, flat, script := good, good, good
	wide.Width, flat.Height, script.Bytes = 101, 0, []byte("<script>")
	disguised := good
	disguised.Type = "image/png"
	for name, out := range map[string][]byte{
		"wider than asked": answer(wide, fine), "without height": answer(flat, fine), "no picture": answer(script, fine), "another type": answer(disguised, fine),
		"an unknown verdict": answer(good, broken+1), "no verdict": answer(good, 0), "more bytes": append(answer(good, fine), 0), "fewer": answer(good, fine)[:30], "none": nil,
	} {
		if _, err := readAnswer(r, out); err != errAnswer {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := readAnswer(request{what: face, longest: 100}, answer(good, fine)); err != errAnswer {
		t.Errorf("a face that is no square: %v", err)
	}
}
