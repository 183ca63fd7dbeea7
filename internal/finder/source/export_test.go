package source

// Fetching is what the job is told that fetches a source.
func Fetching(id string) any { return fetching{Source: id} }

// NameOf is the name of the file at an address.
func NameOf(address string) string { return nameOf(address) }
