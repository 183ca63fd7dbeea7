package realtime

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// frame builds one frame as a page sends it.
func testFrame(opcode byte, length int, masked bool) []byte {
	var b bytes.Buffer
	b.WriteByte(0x80 | opcode)
	mask := byte(0)
	if masked {
		mask = 0x80
	}
	switch {
	case length < 126:
		b.WriteByte(mask | byte(length))
	case length < 1<<16:
		b.WriteByte(mask | 126)
		binary.Write(&b, binary.BigEndian, uint16(length))
	default:
		b.WriteByte(mask | 127)
		binary.Write(&b, binary.BigEndian, uint64(length))
	}
	if masked {
		b.WriteString("mask")
	}
	payload := make([]byte, length)
	for i := range payload {
		payload[i] = 0x82 // looks like the start of a binary frame
	}
	b.Write(payload)
	return b.Bytes()
}

func TestABinaryFrameIsSeenWhereverItBegins(t *testing.T) {
	lengths := []int{0, 1, 125, 126, 127, 65535, 65536, 70000}
	for range 500 {
		var stream []byte
		for range rand.IntN(6) {
			opcodes := []byte{0, 1, 8, 9, 10}
			stream = append(stream, testFrame(opcodes[rand.IntN(len(opcodes))], lengths[rand.IntN(len(lengths))], rand.IntN(4) > 0)...)
		}
		var f frames
		if !fed(&f, stream) {
			t.Fatal("refused without a binary frame")
		}
		if fed(&f, testFrame(2, rand.IntN(200), true)[:1]) {
			t.Fatal("a binary frame was not seen at its first byte")
		}
	}
}

// fed gives the bytes in pieces of any size.
func fed(f *frames, stream []byte) bool {
	for len(stream) > 0 {
		n := 1 + rand.IntN(min(len(stream), 3000))
		if !f.text(stream[:n]) {
			return false
		}
		stream = stream[n:]
	}
	return true
}

func FuzzFrames(f *testing.F) {
	f.Add(testFrame(1, 200, true), 3)
	f.Add(testFrame(2, 5, true), 1)
	f.Add([]byte{0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, 2)
	f.Fuzz(func(t *testing.T, stream []byte, cut int) {
		var whole, pieces frames
		want := whole.text(stream)
		cut = max(0, min(cut, len(stream)))
		if got := pieces.text(stream[:cut]) && pieces.text(stream[cut:]); got != want {
			t.Errorf("whole %v, in pieces %v", want, got)
		}
	})
}
