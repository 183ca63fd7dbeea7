package paper_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"handrail/internal/meeting/proof/paper"
)

func sheet(t *testing.T) paper.Sheet {
	return paper.Sheet{
		Lang: "en", Title: "Proof of attendance", Says: "Whoever holds this paper was at a meeting.", Name: "Name", NameWhy: "Write it yourself.",
		Rows:  []paper.Row{{"Meeting of", "Čaj ve středu · Λέσβος · Вечер"}, {"Date", "Tuesday, 24 November 2026"}},
		Check: "Check it", Address: "https://example.org/verify", Link: "https://example.org/verify#" + signed(t, facts(), key), Foot: "Valable\u202f: oui.", Issued: now,
	}
}

func TestAPaperIsOnePage(t *testing.T) {
	out, err := paper.PDF(sheet(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out, []byte("%PDF-")) || bytes.Count(out, []byte("/Type /Page\n")) != 1 {
		t.Errorf("it is no page: %d bytes", len(out))
	}
	again, err := paper.PDF(sheet(t))
	if err != nil || !bytes.Equal(out, again) {
		t.Errorf("the same paper has other bytes: %v", err)
	}
}

func TestLettersWithoutAFontAreNotLeftOut(t *testing.T) {
	for _, name := range []string{"نور الليل", "夜の灯", "🌿"} {
		s := sheet(t)
		s.Rows[0].Value = name
		if _, err := paper.PDF(s); !errors.Is(err, paper.ErrLetters) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMoreThanAPageIsRefused(t *testing.T) {
	for _, lines := range []int{40, 400} {
		s := sheet(t)
		s.Rows[0].Value = strings.Repeat("A long name of a group that goes on. ", lines)
		if _, err := paper.PDF(s); !errors.Is(err, paper.ErrTooMuch) {
			t.Errorf("%d: %v", lines, err)
		}
	}
}
