package jobs

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
)

// Payloads lie in a table that erasing a member does not visit, and failed ones
// lie there for a month. So they say which things a job is about and nothing
// about them: no sentence, no name, no address.
const (
	idSize   = 64  // bytes in a string
	listSize = 100 // strings or numbers in a list
)

var idText = regexp.MustCompile(`^[A-Za-z0-9._:/-]*$`)

var errNotID = errors.New("a job carries ids and kinds: at most 64 letters, digits and . _ : / -")

// checkType refuses a payload that could hold more than ids and kinds.
func checkType(t reflect.Type) error {
	if t.Kind() != reflect.Struct {
		return fmt.Errorf("%s is not a struct", t)
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			return fmt.Errorf("the field %s would be lost", f.Name)
		}
		simple := f.Type
		if simple.Kind() == reflect.Slice {
			simple = simple.Elem()
		}
		if !isSimple(simple.Kind()) || f.Type.Kind() == reflect.Slice && simple.Kind() == reflect.Uint8 {
			return fmt.Errorf("the field %s is a %s: use ids, kinds, numbers, or lists of them", f.Name, f.Type)
		}
	}
	return nil
}

func isSimple(k reflect.Kind) bool {
	return k == reflect.String || k == reflect.Bool || k >= reflect.Int && k <= reflect.Uint64
}

// checkValue refuses text in a payload whose type has passed checkType.
func checkValue(v reflect.Value) error {
	for i := range v.NumField() {
		if err := checkField(v.Field(i)); err != nil {
			return fmt.Errorf("the field %s: %w", v.Type().Field(i).Name, err)
		}
	}
	return nil
}

func checkField(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		return checkID(v.String())
	case reflect.Slice:
		if v.Len() > listSize {
			return fmt.Errorf("a list in a job holds at most %d", listSize)
		}
		for i := range v.Len() {
			if err := checkField(v.Index(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkID(s string) error {
	if len(s) > idSize || !idText.MatchString(s) {
		return errNotID
	}
	return nil
}
