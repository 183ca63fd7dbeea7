package feed

// unaccented are letters with marks as plain ones, for slugs.
var unaccented = letters(
	"a", "àáâãäåāăą", "ae", "æ", "c", "çćč", "d", "ďđð", "e", "èéêëēėęě", "g", "ğ", "i", "ìíîïīįı", "l", "ł", "n", "ñńňņ",
	"o", "òóôõöøōő", "oe", "œ", "r", "řŕ", "s", "śšşș", "ss", "ß", "t", "ťţț", "th", "þ", "u", "ùúûüūůű", "y", "ýÿ", "z", "źżž",
)

// letters takes pairs of a plain letter and those that stand for it.
func letters(pairs ...string) map[rune]string {
	m := map[rune]string{}
	for i := 0; i < len(pairs); i += 2 {
		for _, r := range pairs[i+1] {
			m[r] = pairs[i]
		}
	}
	return m
}
