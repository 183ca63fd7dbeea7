package main

import (
	"encoding/binary"
	"errors"
	"math"
)

// city is a place as the package has it.
type city struct {
	id                           int64
	name, country, area, feature string
	people                       uint64
	lat, lng                     int64 // thousandths of a degree: about a hundred metres
}

var errShort = errors.New("the file ends too early")

// readAll reads the package's file: messages of Protocol Buffers, each after its
// length. Places differ from the one before by hundred-thousandths of a degree.
func readAll(file []byte) (list []city, err error) {
	var lat, lng int64
	for len(file) > 0 {
		long, n := binary.Uvarint(file)
		if n <= 0 || uint64(len(file)-n) < long {
			return nil, errShort
		}
		one, err := readOne(file[n:n+int(long)], &lat, &lng)
		if err != nil {
			return nil, err
		}
		list, file = append(list, one), file[n+int(long):]
	}
	return list, nil
}

func readOne(file []byte, lat, lng *int64) (c city, err error) {
	for len(file) > 0 {
		tag, n := binary.Uvarint(file)
		if n <= 0 {
			return c, errShort
		}
		value, m := binary.Uvarint(file[n:])
		if m <= 0 {
			return c, errShort
		}
		file = file[n+m:]
		var text string
		if tag&7 == 2 {
			if uint64(len(file)) < value {
				return c, errShort
			}
			text, file = string(file[:value]), file[value:]
		}
		c.set(tag>>3, value, text, lat, lng)
	}
	c.lat, c.lng = thousandths(*lat), thousandths(*lng)
	return c, nil
}

func thousandths(hundredThousandths int64) int64 {
	return int64(math.Round(float64(hundredThousandths) / 100))
}

func (c *city) set(field, value uint64, text string, lat, lng *int64) {
	signed := int64(value>>1) ^ -int64(value&1)
	switch field {
	case 1:
		c.id = signed
	case 2:
		c.name = text
	case 3:
		c.country = text
	case 7:
		c.feature = text
	case 8:
		c.area = text
	case 9:
		c.people = value
	case 10:
		*lng += signed
	case 11:
		*lat += signed
	}
}
