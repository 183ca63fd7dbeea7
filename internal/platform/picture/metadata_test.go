package picture

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// canary stands in everything of a file that is not pixels.
const canary = "canary 52.5200 N 13.4050 E"

func TestNothingButPixelsComesOut(t *testing.T) {
	photo := scene(4, 400, 300)
	half := scene(4, 300, 300)
	for i := range half.Pix[:len(half.Pix)/2] {
		half.Pix[i] = 0
	}
	place := exif(binary.LittleEndian, 1, canary)
	for name, upload := range map[string][]byte{
		"jpeg": append(inJPEG(asJPEG(t, photo, 90),
			segment(0xe0, "JFIF\x00"+canary), segment(0xe1, "Exif\x00\x00"+place), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+canary),
			segment(0xe2, "ICC_PROFILE\x00\x01\x01"+canary), segment(0xed, "Photoshop 3.0\x00"+canary), segment(0xfe, canary)), canary...),
		"png":            append(pngWithAll(asPNG(t, photo), place), canary...),
		"png with alpha": append(pngWithAll(asPNG(t, half), place), canary...),
		"gif":            append(gifWithComment(asGIF(t, photo)), canary...),
		"webp, exif":     append(webP(64, 64, nil, "EXIF", place), canary...),
		"webp, xmp":      append(webP(64, 64, nil, "XMP ", canary), canary...),
	} {
		for _, p := range []Picture{here(t, face, FaceSide, upload), here(t, fit, 1600, upload)} {
			if bytes.Contains(p.Bytes, []byte("canary")) || bytes.Contains(p.Bytes, []byte("13.4050")) {
				t.Errorf("%s: what was planted came out", name)
			}
			parts, may := partsOfJPEG(p.Bytes), []string{"c0", "c4", "d8", "d9", "da", "db"}
			if p.Type == "image/png" {
				parts, may = partsOfPNG(p.Bytes), []string{"IHDR", "IDAT", "IEND"}
			}
			for _, part := range parts {
				if !slices.Contains(may, part) {
					t.Errorf("%s: the output has a part %q", name, part)
				}
			}
		}
	}
}

func pngWithAll(file []byte, place string) []byte {
	return inPNG(file, chunk("iCCP", "profile\x00\x00"+canary), chunk("tEXt", "Comment\x00"+canary), chunk("zTXt", "Comment\x00\x00"+canary),
		chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+canary), chunk("eXIf", place), chunk("tIME", "\x07\xea\x0b\x17\x02\x1e\x00"))
}

// gifWithComment puts a comment behind the colours.
func gifWithComment(file []byte) []byte {
	screen := 13
	if flags := file[10]; flags&0x80 != 0 {
		screen += 3 << (flags&7 + 1)
	}
	comment := "\x21\xfe" + string(rune(len(canary))) + canary + "\x00"
	return []byte(string(file[:screen]) + comment + string(file[screen:]))
}

func partsOfJPEG(file []byte) []string {
	parts := []string{"d8"}
	for at := 2; at+4 <= len(file); {
		if file[at] != 0xff || file[at+1] == 0 {
			at++
			continue
		}
		parts = append(parts, strings.ToLower(hex(file[at+1])))
		at += 2 + int(binary.BigEndian.Uint16(file[at+2:]))
	}
	if !bytes.HasSuffix(file, []byte{0xff, 0xd9}) {
		parts = append(parts, "something behind the end")
	}
	return parts
}

func hex(b byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[b>>4], digits[b&15]})
}

func partsOfPNG(file []byte) (parts []string) {
	for at := 8; at+12 <= len(file); at += 12 + int(binary.BigEndian.Uint32(file[at:])) {
		parts = append(parts, string(file[at+4:at+8]))
	}
	if !bytes.HasSuffix(file, chunk("IEND", "")) {
		parts = append(parts, "something behind the end")
	}
	return parts
}
