//go:build !race

package picture

const raceShadow = 1
