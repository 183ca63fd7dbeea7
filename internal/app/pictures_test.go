package app_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/platform/fault"
)

// TestTheHouseMakesPictures goes through the child, which in a test is the test.
func TestTheHouseMakesPictures(t *testing.T) {
	a := apptest.Open(t, apptest.Options{Fresh: true}, "")
	var upload bytes.Buffer
	if err := png.Encode(&upload, image.NewGray(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	p, err := a.Pictures.Face(t.Context(), upload.Bytes())
	if err != nil || p.Width != 256 || p.Height != 256 {
		t.Errorf("%d by %d, %v", p.Width, p.Height, err)
	}
	if _, err := a.Pictures.Face(t.Context(), []byte("no picture")); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}
