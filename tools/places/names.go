package main

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// other is another name of a place, as names are compared.
type other struct {
	name string
	row  int
	use  use
}

// use says who calls a place so.
type use uint64

// The uses, as they stand in the file.
const (
	once    use = iota // somebody wrote it so at some time
	abroad             // some language calls it so today
	english            // English does, as most of the names that places have here
)

// namesOf are the other names of the places of a list: those of the languages that
// Debian's geonames is translated into, and behind them those of GeoNames' own list.
func namesOf(list []city, known, languages string) ([]other, error) {
	rows := make(map[int64]int, len(list))
	for i, c := range list {
		rows[c.id] = i
	}
	names := map[other]use{} // by name and row
	take := func(id int64, name string, in use) {
		row, ok := rows[id]
		if !ok || !readable(name) {
			return
		}
		one := other{name: folded(name), row: row}
		if one.name != "" && one.name != folded(list[row].name) && one.name == folded(one.name) {
			names[one] = max(names[one], in)
		}
	}
	if err := readLanguages(languages, take); err != nil {
		return nil, err
	}
	if err := readKnown(known, take); err != nil {
		return nil, err
	}
	all := slices.Collect(maps.Keys(names))
	for i := range all {
		all[i].use = names[all[i]]
	}
	slices.SortFunc(all, func(a, b other) int { return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.row, b.row)) })
	return all, nil
}

// The names that are left out: codes of airports, names in other scripts, and those
// that somebody spelled out letter by letter, which begin small.
const (
	leastName = 4 // letters
	mostName  = 60
)

func readable(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	if n := utf8.RuneCountInString(name); n < leastName || n > mostName || unicode.IsLower(first) {
		return false
	}
	for _, r := range name {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

// readKnown reads cities500.txt of GeoNames: a place on each line, its id first and
// its other names fourth.
func readKnown(path string, take func(int64, string, use)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		id, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil || len(fields) < 4 {
			return errors.New("cities500.txt has a line that is no place")
		}
		for name := range strings.SplitSeq(fields[3], ",") {
			take(id, name, once)
		}
	}
	return lines.Err()
}

// readLanguages reads LANGUAGE/LC_MESSAGES/geonames.mo, whose messages are ids, and
// whose translations names.
func readLanguages(folder string, take func(int64, string, use)) error {
	files, err := filepath.Glob(filepath.Join(folder, "*", "LC_MESSAGES", "geonames.mo"))
	if err != nil || len(files) == 0 {
		return errors.Join(err, errors.New("there is no geonames.mo in "+folder))
	}
	for _, path := range files {
		file, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		in := abroad
		if filepath.Base(filepath.Dir(filepath.Dir(path))) == "en" {
			in = english
		}
		if err := readMessages(file, in, take); err != nil {
			return err
		}
	}
	return nil
}

// readMessages reads one file of gettext (GNU gettext manual, "The Format of GNU MO
// Files"). Messages that are no id of a place are names of countries and the like.
func readMessages(file []byte, in use, take func(int64, string, use)) error {
	word := func(at uint32) uint32 {
		if uint64(at)+4 > uint64(len(file)) {
			return 0
		}
		return binary.LittleEndian.Uint32(file[at:])
	}
	text := func(at uint32) string {
		long, begin := word(at), word(at+4)
		if uint64(begin)+uint64(long) > uint64(len(file)) {
			return ""
		}
		return string(file[begin : begin+long])
	}
	if word(0) != 0x950412de {
		return errors.New("a geonames.mo is no file of gettext")
	}
	count, from, to := word(8), word(12), word(16)
	for i := range count {
		if id, err := strconv.ParseInt(text(from+8*i), 10, 64); err == nil {
			take(id, text(to+8*i), in)
		}
	}
	return nil
}

// folded is what package place makes of a name to compare it; its tests look that
// both agree.
func folded(text string) string {
	text = strings.Map(plain, norm.NFKD.String(strings.ToLower(text)))
	return strings.Join(strings.Fields(text), " ")
}

func plain(r rune) rune {
	switch r {
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	case 'đ', 'ð':
		return 'd'
	case 'ı':
		return 'i'
	case '\'', '’', 'ʻ', '`', '.':
		return -1
	}
	switch {
	case unicode.Is(unicode.Mn, r):
		return -1
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return r
	}
	return ' '
}

// packNames writes names, each as how many bytes it shares with the one before, the
// rest, and a line break; and beside them the rows that they stand for.
func packNames(list []other) (names, rows []byte) {
	last := ""
	for _, one := range list {
		shared := 0
		for shared < len(last) && shared < len(one.name) && last[shared] == one.name[shared] {
			shared++
		}
		names = append(append(binary.AppendUvarint(names, uint64(shared)), one.name[shared:]...), '\n')
		rows = binary.AppendUvarint(rows, uint64(one.row)<<2|uint64(one.use))
		last = one.name
	}
	return names, rows
}
