package web

// What the fuzz tests call directly: a whole request for each input is slow.
var (
	ClientAddress = clientAddress
	Cause         = cause
)
