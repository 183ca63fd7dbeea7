package web

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	flashCookie = "flash"
	flashLimit  = 1 << 10
	flashTTL    = time.Minute
)

// Flash keeps one sentence for the next page: what was just done. It is shown
// as text and never as markup.
func (c Cookies) Flash(w http.ResponseWriter, sentence string) {
	if len(sentence) > flashLimit {
		sentence = strings.ToValidUTF8(sentence[:flashLimit], "") // the cut may split a letter
	}
	c.Set(w, flashCookie, base64.RawURLEncoding.EncodeToString([]byte(sentence)), flashTTL)
}

// TakeFlash is the sentence that was kept, and forgets it.
func (c Cookies) TakeFlash(w http.ResponseWriter, r *http.Request) string {
	kept := c.Get(r, flashCookie)
	if kept == "" {
		return ""
	}
	c.Expire(w, flashCookie)
	sentence, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil || len(sentence) > flashLimit || !utf8.Valid(sentence) {
		return ""
	}
	return string(sentence)
}
