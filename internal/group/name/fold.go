package name

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold is a skeleton of a name: two names that can be taken for one another
// have the same, after the idea of UTS #39 §4 ("Confusable Detection"). Case,
// accents, spaces, signs and emoji make no difference, nor do letters and
// digits of another script or style that look the same, nor 0 and o, 1, i and
// l, rn and m, vv and w. It is stored and compared, never shown. Folding again
// changes nothing. It is never "" for a clean name, and for a name of which
// nothing would be left it is the name in NFKC.
func Fold(name string) string {
	name = norm.NFKC.String(strings.ToValidUTF8(name, ""))
	letters := norm.NFKD.String(cases.Fold().String(shaped(norm.NFKD.String(name))))
	look := greekAlone
	if strings.IndexFunc(letters, latin) >= 0 {
		look = greekMixed
	}
	var folded strings.Builder
	for _, r := range letters {
		if counts(r) {
			folded.WriteString(prototype(digit(capital(r)), look))
		}
	}
	if folded.Len() == 0 {
		return name
	}
	return strings.NewReplacer("rn", "m", "vv", "w").Replace(folded.String())
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// shaped turns the Greek capitals that look like a Latin letter which their
// small letter does not resemble.
func shaped(name string) string {
	return strings.NewReplacer("Η", "h", "Μ", "m", "Ν", "n", "Υ", "y").Replace(name)
}

// counts says whether r is a part of the skeleton: letters, numbers, and the
// marks that make another letter of one, as in the scripts of India or in kana.
func counts(r rune) bool {
	if ignorable(r) {
		return false
	}
	if unicode.IsMark(r) {
		return r == '\u3099' || r == '\u309a' ||
			!unicode.In(r, unicode.Inherited, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '$' || r == '|'
}

// capital is the Cherokee capital of a small letter: the script is folded to its
// capitals (CaseFolding.txt), which package cases does not do.
func capital(r rune) rune {
	switch {
	case r >= 0xAB70 && r <= 0xABBF:
		return r - 0xAB70 + 0x13A0
	case r >= 0x13F8 && r <= 0x13FD:
		return r - 8
	}
	return r
}

// digit is the ASCII digit of the same value, for a decimal digit of any script.
func digit(r rune) rune {
	for _, span := range unicode.Nd.R16 {
		if r >= rune(span.Lo) && r <= rune(span.Hi) {
			return '0' + (r-rune(span.Lo))%10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if r >= rune(span.Lo) && r <= rune(span.Hi) {
			return '0' + (r-rune(span.Lo))%10
		}
	}
	return r
}

func prototype(r rune, greek string) string {
	for _, table := range []string{greek, alike} {
		if at := strings.Index(table, " "+string(r)); at >= 0 {
			rest := table[at+1+len(string(r)):]
			return rest[:strings.IndexByte(rest, ' ')]
		}
	}
	return string(r)
}

// Greek small letters whose capitals look like another letter: what they are
// taken for in a name of Latin letters, and in one without.
const (
	greekMixed = " ηn μu νv υu "
	greekAlone = " ηh μm νn υy "
)

// alike pairs letters with the Latin letter or letters that they are taken for,
// as confusables.txt of UTS #39 has them, chosen for names: folded letters of
// Latin, Greek, Cyrillic, Armenian and Cherokee.
const alike = " 0o 1l il |l $s" +
	" ıl ɩl ɪl ǀl łl ʟl ƚl ȷj ʝj øo ɵo ᴏo ɔc ᴄc đd ðd ɖd ɗd ᴅd ħh ɦh ʜh ŧt ʈt ᴛt þp ƥp ᴘp ƒf ꜰf ɑa ɐa ᴀa ɡg ɠg ɢg ʙb ɓb ƀb ƃb" +
	" əe ɛe ᴇe ǝe ᴊj ƙk ᴋk ĸk ᴍm ɱm ŋn ɲn ɴn ƞn ɾr ʀr ɽr ꜱs ʂs ᴜu ʉu ʊu ᴠv ʋv ᴡw ɯw ʏy ƴy ɣy ᴢz ʐz ƶz æae œoe ꞌl" +
	" αa βb γy εe ζz ιl κk οo ρp σo τt χx ωw ϳj" +
	" аa вb гr еe зe иu кk мm нh оo пn рp сc тt уy хx ъb ьb єe іl јj ѕs ѡw ѵv ғf қk ңh үy ұy һh ӏl ӕae ԁd ԛq ԝw ԍg ѻo ҫc ҳx ҟk ҡk" +
	" օo սu ոn հh ցg զq լl յj ռn" +
	" Ꭰd Ꭱr Ꭲt Ꭵl Ꭹy Ꭺa Ꭻj Ꭼe Ꮃw Ꮇm Ꮋh Ꮍy Ꮐg Ꮓz Ꮟb Ꮢr Ꮤw Ꮩv Ꮪs Ꮮl Ꮯc Ꮲp Ꮶk Ᏼb" +
	" 〇o "
