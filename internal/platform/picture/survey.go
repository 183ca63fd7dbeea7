package picture

import (
	"bytes"
	"encoding/binary"
)

func surveyNothing([]byte) survey { return survey{scans: 1, orientation: 1} }

// surveyJPEG goes from marker to marker (ITU-T T.81, B.1.1) up to the end of
// the first picture. Behind it phones keep others, and films.
func surveyJPEG(upload []byte) survey {
	s := survey{orientation: 1}
	for at := 2; at+4 <= len(upload); {
		marker := upload[at+1]
		switch {
		case upload[at] != 0xff:
			at++ // inside a scan, or junk that decoders skip
			continue
		case marker == 0xff, marker == 0, marker == 1, marker >= 0xd0 && marker <= 0xd7:
			at++ // fill, a byte of a scan, or a marker without a length
			continue
		case marker == 0xd9:
			return s
		}
		end := at + 2 + int(binary.BigEndian.Uint16(upload[at+2:]))
		if end > len(upload) {
			return s
		}
		switch {
		case marker == 0xda:
			s.scans++
		case marker >= 0xc0 && marker <= 0xc2:
			s.percent = kept(upload[at+4:max(at+4, end)], marker == 0xc2)
		case marker == 0xe1 && s.orientation == 1:
			if tiff, is := bytes.CutPrefix(upload[at+4:max(at+4, end)], []byte("Exif\x00\x00")); is {
				s.orientation = orientationIn(tiff)
			}
		}
		at = max(end, at+4)
	}
	return s
}

// kept is how many bytes are kept for a hundred pixels of a JPEG, by the head of its
// frame (B.2.2): some layers are coarser than others. What is sent in steps is kept
// a second time, in four bytes each, until the last step.
func kept(frame []byte, inSteps bool) int {
	samples, wide, high := 0, 1, 1
	for at := 6; at+3 <= len(frame); at += 3 {
		h, v := int(frame[at+1]>>4), int(frame[at+1]&15)
		samples, wide, high = samples+h*v, max(wide, h), max(high, v)
	}
	if inSteps {
		samples *= 5
	}
	return 100 * samples / (wide * high)
}

// surveyPNG looks for the chunk eXIf (PNG 3rd edition, 11.3.4.5).
func surveyPNG(upload []byte) survey {
	s := surveyNothing(upload)
	for at := 8; at+12 <= len(upload); {
		size, fits := within32(binary.BigEndian.Uint32(upload[at:]), len(upload)-at-12)
		if !fits {
			break
		}
		if string(upload[at+4:at+8]) == "eXIf" {
			s.orientation = orientationIn(upload[at+8 : at+8+size])
		}
		at += 12 + size
	}
	return s
}

// surveyWebP looks for the chunk EXIF (RFC 9649, 2.7.1.5). Some write the mark of a
// JPEG before it.
func surveyWebP(upload []byte) survey {
	s := surveyNothing(upload)
	for at := 12; at+8 <= len(upload); {
		size, fits := within32(binary.LittleEndian.Uint32(upload[at+4:]), len(upload)-at-8)
		if !fits {
			break
		}
		if string(upload[at:at+4]) == "EXIF" {
			s.orientation = orientationIn(bytes.TrimPrefix(upload[at+8:at+8+size], []byte("Exif\x00\x00")))
		}
		at += 8 + size + size%2
	}
	return s
}

// orientationIn reads tag 0x0112 of the first directory of an Exif block, which
// is laid out as a TIFF file (TIFF 6.0, section 2). What cannot be read is 1.
func orientationIn(tiff []byte) int {
	order, ok := byteOrder(tiff)
	if !ok {
		return 1
	}
	start, fits := within32(order.Uint32(tiff[4:]), len(tiff)-2)
	if !fits {
		return 1
	}
	for entries, at := order.Uint16(tiff[start:]), start+2; entries > 0 && at+12 <= len(tiff); entries, at = entries-1, at+12 {
		const orientation, short = 0x0112, 3
		if order.Uint16(tiff[at:]) != orientation || order.Uint16(tiff[at+2:]) != short {
			continue
		}
		if value := int(order.Uint16(tiff[at+8:])); value >= 1 && value <= 8 {
			return value
		}
	}
	return 1
}

func byteOrder(tiff []byte) (binary.ByteOrder, bool) {
	switch {
	case len(tiff) < 8:
	case string(tiff[:4]) == "II*\x00":
		return binary.LittleEndian, true
	case string(tiff[:4]) == "MM\x00*":
		return binary.BigEndian, true
	}
	return nil, false
}

// within32 is a length of 32 bits as an int, where it is at most most: a large one
// is negative on a small machine.
func within32(length uint32, most int) (int, bool) {
	return int(length), uint64(length) <= uint64(most)
}
