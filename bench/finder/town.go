//go:build bench

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"handrail/internal/finder/place"
)

// country is a part of the earth in which meetings lie, with its clock.
type country struct {
	zone                     string
	south, north, west, east float64
	town                     string // one by which the finder is asked
}

var countries = []country{
	{"America/New_York", 33, 44, -84, -72, "New York"}, {"America/Chicago", 30, 45, -97, -87, "Chicago"}, {"America/Los_Angeles", 33, 47, -122, -115, "Los Angeles"},
	{"America/Mexico_City", 17, 24, -104, -96, "Mexico City"}, {"Europe/London", 51, 54, -3, 0, "London"}, {"Europe/Madrid", 37, 43, -6, 0, "Madrid"},
	{"Europe/Berlin", 48, 53, 7, 13, "Berlin"}, {"America/Sao_Paulo", -24, -20, -49, -43, "São Paulo"}, {"Asia/Tehran", 32, 37, 48, 58, "Tehran"}, {"Australia/Sydney", -36, -29, 146, 152, "Sydney"},
}

// codes are types that real feeds carry, often ones more often.
var codes = []string{"O", "O", "O", "C", "C", "D", "D", "BE", "B", "ST", "SP", "W", "W", "M", "S", "S", "FR", "X", "X", "LGBTQ", "Y", "MED", "POA", "12x12"}

// template are meetings to be multiplied: those of the samples where they are, else
// one of our own.
func template() []map[string]any {
	root := os.Getenv("HANDRAIL_SHARED_DATA")
	if root == "" {
		root = "../shared/data"
	}
	files, _ := filepath.Glob(filepath.Join(root, "meeting-guide", "mg-*.json"))
	var all []map[string]any
	for _, name := range files {
		var list []map[string]any
		if text, err := os.ReadFile(name); err == nil && json.Unmarshal(text, &list) == nil {
			all = append(all, list...)
		}
	}
	if len(all) == 0 {
		fmt.Println("the sample feeds are not here: one meeting of our own is multiplied")
		all = append(all, map[string]any{"name": "The long bench", "location": "Reading room", "notes": "Please use the side door. There is tea from a quarter to the hour on, and a lift at the left side of the hall.", "group": "Long bench", "region": "North", "end_time": "20:00"})
	}
	return all
}

// writeFeeds writes a feed of the Meeting Guide's form for each source.
func writeFeeds(folder string) ([]string, error) {
	towns, err := place.Open()
	if err != nil {
		return nil, err
	}
	from, files := template(), []string{}
	for s := range *sources {
		name := filepath.Join(folder, fmt.Sprintf("feed-%02d.json", s))
		if err := writeFeed(name, s, from, towns, 0); err != nil {
			return nil, err
		}
		files = append(files, name)
	}
	return files, nil
}

// writeFeed writes one feed; in one of a hundred meetings the notes are another for
// each edition.
func writeFeed(name string, source int, from []map[string]any, towns *place.Gazetteer, edition int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	r := rand.New(rand.NewPCG(3, uint64(source)))
	for i := range *each {
		text, err := json.Marshal(oneMeeting(r, from[r.IntN(len(from))], towns, countries[(source+i/2000)%len(countries)], i, edition))
		if err != nil {
			return err
		}
		mark := ","
		if i == 0 {
			mark = "["
		}
		fmt.Fprintf(w, "%s\n%s", mark, text)
	}
	fmt.Fprintln(w, "\n]")
	return w.Flush()
}

// oneMeeting is a meeting of the template in a real town.
func oneMeeting(r *rand.Rand, like map[string]any, towns *place.Gazetteer, c country, i, edition int) map[string]any {
	one := map[string]any{}
	for k, v := range like {
		one[k] = v
	}
	lat, lng := c.south+r.Float64()*(c.north-c.south), c.west+r.Float64()*(c.east-c.west)
	town, _ := towns.Near(lat, lng)
	one["slug"], one["day"], one["time"], one["timezone"] = fmt.Sprintf("meeting-%d", i), r.IntN(7), fmt.Sprintf("%02d:%02d", (6+r.IntN(17))%24, r.IntN(4)*15), c.zone
	one["city"], one["formatted_address"] = town.Name, fmt.Sprintf("%d Main Street, %s, %s 10000, %s", 1+r.IntN(900), town.Name, town.Area, town.Country)
	one["latitude"], one["longitude"] = town.Lat+r.NormFloat64()/50, town.Lng+r.NormFloat64()/50
	one["types"] = []string{codes[r.IntN(len(codes))], codes[r.IntN(len(codes))], codes[r.IntN(len(codes))]}
	for _, key := range []string{"end_time", "conference_url", "conference_phone", "coordinates", "approximate", "region", "regions"} {
		delete(one, key)
	}
	if r.IntN(3) == 0 {
		one["conference_url"] = fmt.Sprintf("https://zoom.us/j/%09d?pwd=EXAMPLE", r.IntN(1e9))
	}
	if edition > 0 && i%100 == 0 {
		one["notes"] = fmt.Sprintf("Edition %d.", edition)
	}
	return one
}
