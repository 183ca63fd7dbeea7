package compose_test

import (
	"cmp"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"handrail/internal/apptest"
)

// ours are attacks of our own, for when no collection is at hand.
var ours = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'"><svg/onload=alert(1)>`, `</textarea><script>alert(1)</script>`, `</title><script>alert(1)</script>`,
	`" autofocus onfocus=alert(1) x="`, `[x](javascript:alert(1))`, `<a href="javascript:alert(1)">x</a>`, "`</code><script>`", `{{.}}`, `<!--`, `]]>`, `<iframe srcdoc="<script>alert(1)</script>">`,
	"\u202edesrever", "\x02id\x03", "\x00", strings.Repeat("\u0301", 300), `<style>*{display:none}</style>`, `&lt;script&gt;`, `%3Cscript%3E`, `<template><script>`, `<base href=//evil.example>`,
}

// attacks are those and as many of a collection as a test can walk through.
func attacks(t *testing.T) []string {
	t.Helper()
	list := slices.Clone(ours)
	dir := cmp.Or(os.Getenv("HANDRAIL_SHARED_DATA"), "../../../../shared/data")
	var strings_ []string
	var payloads []struct{ Payload string }
	for name, into := range map[string]any{"hostile/strings/blns.json": &strings_, "hostile/xss/dompurify-expect.json": &payloads} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Logf("this collection is not here: %v", err)
			continue
		}
		must(t, json.Unmarshal(content, into))
	}
	for _, p := range payloads {
		strings_ = append(strings_, p.Payload)
	}
	const most = 60
	for i := 0; i < len(strings_); i += len(strings_)/most + 1 {
		list = append(list, strings_[i])
	}
	return list
}

// shape is what a page is made of, without its words: whatever somebody typed
// may change the words alone.
func shape(t *testing.T, page string) (tags []string) {
	t.Helper()
	inSaid := 0
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return tags
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken && kind != html.EndTagToken {
			continue
		}
		token := z.Token()
		for _, a := range token.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on") && token.Data != "quiet-press", a.Key == "style", a.Key == "srcdoc":
				t.Errorf("<%s> has %s=%q", token.Data, a.Key, a.Val)
			case (a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction") && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "vbscript:")):
				t.Errorf("<%s> leads to %q", token.Data, a.Val)
			}
		}
		// Inside a post it is richtext that decides; there is no script, frame or form in it.
		if token.Data == "div" && kind == html.StartTagToken && inSaid == 0 && slices.ContainsFunc(token.Attr, func(a html.Attribute) bool { return a.Key == "class" && a.Val == "said" }) {
			inSaid = 1
			continue
		}
		if inSaid > 0 {
			if token.Data == "div" {
				inSaid += map[html.TokenType]int{html.StartTagToken: 1, html.EndTagToken: -1}[kind]
			}
			if slices.Contains([]string{"script", "style", "iframe", "object", "embed", "form", "input", "img", "svg", "base", "meta", "link", "template", "textarea"}, token.Data) {
				t.Errorf("a post holds <%s>", token.Data)
			}
			continue
		}
		tags = append(tags, kind.String()+" "+token.Data)
	}
}

func TestWhateverIsTypedStaysWords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mild := h.hostile(t, "mild", "mild words")
		for _, one := range attacks(t) {
			for page, tags := range h.hostile(t, one, "x "+one) {
				if !slices.Equal(tags, mild[page]) {
					t.Errorf("%.60q changes what %s is made of", one, page)
				}
			}
			h.Clock.Advance(time.Hour) // until the limits have forgotten
		}
	})
}

// hostile writes something everywhere where one can write, and gives the shape
// of each page that shows it.
func (h *house) hostile(t *testing.T, line, text string) map[string][]string {
	t.Helper()
	title := "x " + cut(line, 100)
	words := url.Values{"space": {h.space("shares")}, "kind": {"share"}, "title": {title}, "text": {text}, "alt": {cut(line, 300)}, "keep": {"0"}}
	pages := map[string][]string{}
	see := func(name string, by apptest.Person, r apptest.Answer, code int) {
		if r.Code != code {
			t.Fatalf("%.60q: %s is %d: %s", line, name, r.Code, said(r.Body))
		}
		pages[name] = shape(t, r.Body)
	}
	see("a refused topic", apptest.Ana, h.send(apptest.Ana, h.at("new"), with(words, "kind", line), fileName(line)+".png", []byte(line)), 422)
	first := h.posted(apptest.Ana, h.send(apptest.Ana, h.at("new"), words, fileName(line)+".jpg", tiny(t)))
	see("its page", h.ben, h.Get(h.ben, h.at("topics", first.Topic)), 200)
	see("changing it", apptest.Ana, h.Get(apptest.Ana, h.at("posts", first.ID, "edit")), 200)
	see("deleting it", apptest.Ana, h.Get(apptest.Ana, h.at("posts", first.ID, "deletion")), 200)
	see("a refused answer", h.ben, h.Post(h.ben, h.replies(first.Topic), url.Values{"text": {text}, "quote": {first.ID}, "excerpt": {"never said " + cut(line, 300)}, "sent": {"x" + line}}), 422)
	answer := h.posted(h.ben, h.Post(h.ben, h.replies(first.Topic), url.Values{"text": {text}, "quote": {first.ID}}))
	see("the page with a quote", apptest.Ana, h.Get(apptest.Ana, h.at("topics", first.Topic)+"?quote="+answer.ID), 200)
	if r := h.Post(h.ben, h.at("drafts", first.Topic), url.Values{"text": {text}, "quote": {first.ID}, "excerpt": {cut(line, 300)}, "alt": {line}, "notes": {line}}); r.Code != 303 {
		t.Fatalf("%.60q: a draft is %d", line, r.Code)
	}
	see("drafts", h.ben, h.Get(h.ben, h.at("drafts")), 200)
	see("the page with a draft", h.ben, h.Get(h.ben, h.at("topics", first.Topic)), 200)
	if _, err := h.Forum.Delete(ctx, h.Inside(h.ben, h.g), answer.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Forum.Delete(ctx, h.Inside(apptest.Ana, h.g), first.ID); err != nil {
		t.Fatal(err)
	}
	must(t, h.Forum.DropDraft(ctx, h.Inside(h.ben, h.g), first.Topic))
	return pages
}

// fileName is a name as a form can carry it: a header holds no control characters.
func fileName(line string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, line)
}

func cut(text string, most int) string {
	letters := []rune(text)
	return string(letters[:min(len(letters), most)])
}
