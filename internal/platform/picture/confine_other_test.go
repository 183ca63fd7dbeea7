//go:build !linux

package picture

func surroundings() string { return "" }
