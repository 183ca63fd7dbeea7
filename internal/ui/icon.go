package ui

import "fmt"

// IconName names an icon of the set; the gallery shows them all.
type IconName string

// inside is what stands within the icon's svg element.
func (n IconName) inside() (string, error) {
	if drawn, ok := drawings[n]; ok {
		return drawn, nil
	}
	if drawn, ok := lucideDrawings[n]; ok {
		return drawn, nil
	}
	return "", fmt.Errorf("there is no icon called %q", string(n))
}

// class turns the icons that point along the line of reading when that line
// runs from right to left.
func (n IconName) class() string {
	switch n {
	case "next", "back", "leave", "undo", "path", "ramp", "talk", "away", "send":
		return "icon icon-turns"
	}
	return "icon"
}
