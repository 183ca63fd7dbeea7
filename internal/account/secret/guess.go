package secret

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go/data"
)

// What each piece of a passphrase adds to what an attacker has to try, in bits,
// seen from somebody who tries common things first. A passphrase that is worth
// less than leastBits altogether is refused.
const (
	leastBits = 40

	letterBits   = 5 // and signs that few people use
	digitBits    = 3
	commonBits   = 12 // one of the passwords that many people use
	rowBits      = 6  // a row of keys, letters or numbers, forwards or backwards
	repeatedBits = 3  // what stood in it before

	longestPiece = 32
)

// rows is what a finger or a child finds in order: keyboards of three kinds,
// their columns, the alphabet and numbers.
const rows = "qwertyuiop asdfghjkl zxcvbnm azertyuiop qsdfghjklm wxcvbn qwertzuiop yxcvbnm asdfghjkln " +
	"abcdefghijklmnopqrstuvwxyz 01234567890123456789 qazwsxedcrfvtgbyhnujmikolp 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p " +
	"1q2w3e4r5t6y7u8i9o0p a1b2c3d4e5f6g7h8i9 aqzsedrftgyhujikolpm 1a2b3c4d5e6f7g8h9i 147258369 159753 789456123 " +
	"31415926535897932384 27182818284590452353"

// wellKnown is long, and still among the first that are tried: from comics,
// keyboards, mathematics, and "password" in our languages.
const wellKnown = "correcthorsebatterystaple contrasena clave secreta motdepasse azerty passphrase letmein changeme " +
	"thequickbrownfox jumpsoverthelazydog loremipsum dolorsitamet opensesame tobeornottobe " +
	"iloveyou teamo tequiero jetaime welcome administrator recovery handrail onedayatatime serenity serenityprayer soloporhoy unjouralafois"

// guessable says whether a passphrase is worth too little: little else than
// what is tried first, or a short piece again and again.
func guessable(folded string) bool {
	letters := []rune(strings.Map(withoutSeparators, settle(folded)))
	if worth(letters[:period(letters)]) < leastBits {
		return true
	}
	return worth(every(letters, 0)) <= rowBits && worth(every(letters, 1)) <= rowBits
}

// withoutSeparators drops what most people put between words and at the end:
// it adds next to nothing.
func withoutSeparators(r rune) rune {
	if unicode.IsSpace(r) || strings.ContainsRune("-_.,!?'", r) {
		return -1
	}
	return r
}

// period is the length of the shortest piece of which the whole is made again
// and again, the last time perhaps cut short; the length of the whole when
// there is none.
func period(letters []rune) int {
	for p := 1; p <= len(letters)/2; p++ {
		if repeats(letters, p) {
			return p
		}
	}
	return len(letters)
}

func repeats(letters []rune, p int) bool {
	for i := p; i < len(letters); i++ {
		if letters[i] != letters[i-p] {
			return false
		}
	}
	return true
}

// every is each second letter from the start on: two rows typed in turn.
func every(letters []rune, start int) []rune {
	var some []rune
	for i := start; i < len(letters); i += 2 {
		some = append(some, letters[i])
	}
	return some
}

// worth is the least number of bits that the letters can be put together for,
// out of single letters and longer pieces.
func worth(letters []rune) int {
	known := commonWords()
	least := make([]int, len(letters)+1)
	for end := 1; end <= len(letters); end++ {
		least[end] = least[end-1] + single(letters[end-1])
		for start := max(0, end-longestPiece); start <= end-3; start++ {
			if bits := piece(letters, start, end, known); bits > 0 {
				least[end] = min(least[end], least[start]+bits)
			}
		}
	}
	return least[len(letters)]
}

func single(r rune) int {
	if unicode.IsDigit(r) {
		return digitBits
	}
	return letterBits
}

// piece is the worth of the letters from start to end as one, or 0 when they
// are nothing in particular.
func piece(letters []rune, start, end int, known map[string]bool) int {
	text := string(letters[start:end])
	switch {
	case strings.Contains(string(letters[:start]), text), same(letters[start:end]):
		return repeatedBits
	case len(text) >= 4 && (strings.Contains(rows, text) || strings.Contains(rows, backwards(text))):
		return rowBits
	case known[text] || known[unleet(text)] || known[backwards(text)]:
		return commonBits
	}
	return 0
}

func same(letters []rune) bool { return repeats(letters, 1) }

func backwards(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeLastRuneInString(text)
		b.WriteRune(r)
		text = text[:len(text)-size]
	}
	return b.String()
}

// unleet reads the digits and signs that people put for letters.
func unleet(text string) string {
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune("013457@$!", r); i >= 0 {
			return rune("oieastasi"[i])
		}
		return r
	}, text)
}

// commonWords reads the list anew each time: it is needed once in the life of
// a passphrase, and would be a megabyte for nothing the rest of the time.
func commonWords() map[string]bool {
	var list struct{ List []string }
	if err := json.Unmarshal(data.MustAsset("data/Passwords.json"), &list); err != nil {
		panic("secret: the list of common passwords: " + err.Error())
	}
	known := make(map[string]bool, len(list.List))
	for _, word := range append(list.List, strings.Fields(wellKnown)...) {
		known[word] = true
	}
	return known
}

// holds says whether the passphrase has the name in it: all of it, or its
// letters without the digits, forwards or backwards, whatever stands between.
// A name of less than four letters is only looked for as a word of its own:
// "al" is in too much.
func holds(passphrase, name string) bool {
	whole := FoldName(name)
	bare := strings.TrimFunc(whole, unicode.IsDigit)
	text := FoldName(passphrase)
	for _, part := range []string{whole, bare} {
		if utf8.RuneCountInString(part) >= 4 && (strings.Contains(text, part) || strings.Contains(text, backwards(part))) {
			return true
		}
	}
	for _, word := range wordsOf(passphrase) {
		if folded := FoldName(word); folded != "" && (folded == whole || folded == bare) {
			return true
		}
	}
	return false
}
