//go:build bench

package main

import (
	"context"
	"fmt"
	"net/url"

	"handrail/bench/house"
	"handrail/internal/platform/clock"
)

// asks are the pages that are measured.
func asks(ctx context.Context, p house.Place) ([]house.Ask, error) {
	var near, text, spread, programs []string
	for i, c := range countries {
		name := url.QueryEscape(c.town)
		near = append(near, "/meetings?place="+name+"&km=40")
		text = append(text, "/meetings?q=main+"+name)
		spread = append(spread, fmt.Sprintf("/meetings?day=%d&type=women&way=in-person&page=%d", i%7, 1+i%3))
		programs = append(programs, "/meetings.json?place="+name+"&km=40")
	}
	one, err := details(ctx, p)
	return []house.Ask{
		{Name: "the finder, from now on", Paths: []string{"/meetings"}, Within: pageWithin, Bytes: pageBytes},
		{Name: "within 40 km of a town", Paths: near, Within: pageWithin, Bytes: pageBytes},
		{Name: "women, in person, on a day", Paths: spread, Within: pageWithin, Bytes: pageBytes},
		{Name: "by words", Paths: text, Within: pageWithin, Bytes: pageBytes},
		{Name: "now, online, in Spanish, anywhere", Paths: []string{"/meetings?when=now&way=online&type=spanish"}, Within: nowWithin, Bytes: pageBytes},
		{Name: "company at this minute", Paths: []string{"/now"}, Within: nowWithin, Bytes: pageBytes},
		{Name: "one meeting", Paths: one, Bytes: pageBytes},
		{Name: "within 40 km, for programs", Paths: programs, Times: 200},
	}, err
}

// details are the pages of some meetings of each source.
func details(ctx context.Context, p house.Place) (paths []string, err error) {
	a, err := p.Open(ctx, house.Base, clock.System())
	if err != nil {
		return nil, err
	}
	defer a.Close()
	rows, err := a.DB.Writer().QueryContext(ctx, `SELECT slug FROM finder_listing WHERE number % 499 = 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var slug string
		if err := rows.Scan(&slug); err != nil {
			return nil, err
		}
		paths = append(paths, "/meetings/"+slug)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("there is no meeting")
	}
	return paths, rows.Err()
}
