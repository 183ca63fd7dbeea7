package picture

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/gif"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// greyJPEG is a JPEG of one grey, written by hand: any size in few bytes, each
// component as fine as the others (4:4:4). With scans above 1 it is progressive,
// and each scan after the first goes over one component and changes nothing.
func greyJPEG(w, h, scans int) []byte {
	frame, blocks := byte(0xc0), ((w+7)/8)*((h+7)/8)
	if scans > 1 {
		frame = 0xc2
	}
	size := string(binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, uint16(h)), uint16(w)))
	oneCode := func(class, symbol string) string {
		return class + "\x01" + string(make([]byte, 15)) + symbol // a single code, of one bit
	}
	ac := "\x00" // the end of a block
	if scans > 1 {
		ac = "\xe0" // the end of 2¹⁴ blocks, and of as many more as the next 14 bits say
	}
	parts := [][]byte{
		{0xff, 0xd8},
		segment(0xdb, "\x00"+string(bytes.Repeat([]byte{1}, 64))),
		segment(frame, size+"\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00"),
		segment(0xc4, oneCode("\x00", "\x00")),
		segment(0xc4, oneCode("\x10", ac)),
	}
	if scans == 1 {
		parts = append(parts, segment(0xda, "\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00"), make([]byte, blocks*6/8+2))
	} else {
		parts = append(parts, segment(0xda, "\x03\x01\x00\x02\x00\x03\x00\x00\x00\x00"), make([]byte, blocks*3/8+2))
	}
	for range scans - 1 {
		parts = append(parts, segment(0xda, "\x01\x01\x00\x01\x3f\x00"), make([]byte, (blocks>>14+1)*15/8+2))
	}
	return bytes.Join(append(parts, []byte{0xff, 0xd9}), nil)
}

func sentence(t *testing.T, name string, err error) i18n.Text {
	t.Helper()
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.Invalid || f.Field != Field {
		t.Errorf("%s: not a fault at the picture: %v", name, err)
		return ""
	}
	return f.Say
}

func TestWhatIsRefused(t *testing.T) {
	m := New(Options{Workers: 8, Waiting: 100})
	photo := scene(2, 300, 200)
	jpegFile, pngFile, gifFile, webPFile := asJPEG(t, photo, 90), asPNG(t, photo), asGIF(t, photo), webP(90, 90, nil, "EXIF", "")
	var all sync.WaitGroup
	for name, c := range map[string]struct {
		upload []byte
		want   verdict
	}{
		"words":                       {[]byte("<html><script>alert(1)</script>"), unknown},
		"a drawing":                   {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), unknown},
		"a bitmap":                    {[]byte("BM\x00\x00\x00\x00"), unknown},
		"a mark alone":                {[]byte("\x89PNG\r\n\x1a\n"), broken},
		"half a JPEG":                 {jpegFile[:len(jpegFile)/2], broken},
		"half a PNG":                  {pngFile[:len(pngFile)/2], broken},
		"half a GIF":                  {gifFile[:len(gifFile)/2], broken},
		"half a WebP":                 {webPFile[:len(webPFile)/2], broken},
		"too wide":                    {greyJPEG(MaxSide+1, 8, 1), large},
		"too high":                    {greyJPEG(8, MaxSide+1, 1), large},
		"too many pixels":             {greyJPEG(6400, 6400, 1), large},
		"a PNG of more":               {patched(pngFile, 16, "\x00\x00\x75\x30\x00\x00\x75\x30", true), large},
		"a GIF of more":               {patched(gifFile, 6, "\xff\xff\xff\xff", false), large},
		"a WebP of more":              {patched(webPFile, 24, "\x1f\x4e\x00\x1f\x4e\x00", false), large},
		"a WebP larger than its sign": {patched(webPFile, 24, "\x09\x00\x00\x09\x00\x00", false), broken},
		"a GIF larger than its sign":  {patched(gifFile, 6, "\x09\x00\x09\x00", false), broken},
		"a PNG smaller than it says":  {patched(pngFile, 16, "\x00\x00\x0f\xff\x00\x00\x0f\xff", true), broken},
		"a JPEG of 200 scans":         {greyJPEG(1500, 1500, 200), heavy},
		"a JPEG of much memory":       {greyJPEG(4000, 3000, 10), heavy},
		"a PNG of 16 bits":            {deepPNG(4000, 4000), heavy},
	} {
		all.Go(func() {
			_, err := m.Face(patient(t), c.upload)
			want, _ := fault.From(c.want.fault())
			if got := sentence(t, name, err); got != want.Say {
				t.Errorf("%s: %q, want %q", name, got, want.Say)
			}
		})
	}
	all.Wait()
}

// patched writes over some bytes; in a PNG the sum of its header is made right.
func patched(file []byte, at int, over string, isPNG bool) []byte {
	out := bytes.Clone(file)
	copy(out[at:], over)
	if isPNG {
		binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	}
	return out
}

// deepPNG is the head of a PNG with eight bytes for each pixel, and nothing else.
func deepPNG(w, h int) []byte {
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h))
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(size)+"\x10\x06\x00\x00\x00")...)
}

// TestItIsTheLimitThatStopsIt gives a picture of 594 MB to a child that believes
// its header; the same much in a child that wants it for itself shows what stops it.
func TestItIsTheLimitThatStopsIt(t *testing.T) {
	for as, stopped := range map[string]bool{"credulous": true, "hoarding": true, "hoarding, as it may": false} {
		_, err := New(Options{Command: acting(as), Deadline: time.Minute}).Face(patient(t), greyJPEG(6000, 6600, 10))
		if stopped != isHeavy(err) || !stopped && err != nil {
			t.Errorf("%s: %v", as, err)
		}
	}
}

func TestTheLimitsLeaveRoomForCameras(t *testing.T) {
	m := New(Options{Deadline: time.Minute})
	for name, upload := range map[string][]byte{
		"twelve megapixels, three layers": greyJPEG(4000, 3000, 1),
		"in ten steps":                    greyJPEG(2600, 1950, 10),
		"a film behind it":                append(asJPEG(t, scene(1, 400, 300), 80), bytes.Repeat([]byte{0xff, 0xda, 0, 1}, 1<<20)...),
	} {
		if _, err := m.Fit(patient(t), upload, 1600); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnlyTheFirstFrameIsDecoded(t *testing.T) {
	film := &gif.GIF{}
	for i := range 100 {
		frame := threeParts(150, 150, i == 0)
		film.Image, film.Delay = append(film.Image, frame.(*image.Paletted)), append(film.Delay, 1)
	}
	var upload bytes.Buffer
	must(t, gif.EncodeAll(&upload, film))
	p, err := New(Options{}).Face(patient(t), upload.Bytes())
	must(t, err)
	if shown := decoded(t, p); !near(shown.At(20, 128), red) || !near(shown.At(128, 20), green) {
		t.Errorf("%v and %v are not the first frame", shown.At(20, 128), shown.At(128, 20))
	}
}

// TestHostileFiles goes through a collection that others may add to. What is
// neither refused nor only pixels afterwards is a failure.
func TestHostileFiles(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(cmp.Or(os.Getenv("HANDRAIL_SHARED_DATA"), "../../../../shared/data"), "hostile", "generated", "[gjps][inpv][gef]*_*"))
	if len(files) == 0 {
		t.Skip("no hostile files: put them into HANDRAIL_SHARED_DATA/hostile/generated")
	}
	m := New(Options{Workers: 8, Waiting: 100})
	var all sync.WaitGroup
	for _, file := range files {
		upload, err := os.ReadFile(file)
		must(t, err)
		all.Go(func() {
			p, err := m.Face(patient(t), upload)
			if harmless(filepath.Base(file)) {
				if err != nil || len(p.Bytes) > 4096 || bytes.Contains(p.Bytes, []byte("script")) {
					t.Errorf("%s: %v, %d bytes, %.80q", file, err, len(p.Bytes), p.Bytes)
				}
				return
			}
			sentence(t, file, err)
		})
	}
	all.Wait()
}

// harmless are those whose pixels are sound: what is beside them does not come out.
func harmless(name string) bool {
	return slices.Contains([]string{"png_textchunk_xss.png", "png_ztxt_50mb.png", "gif_polyglot_js_html.gif"}, name)
}
