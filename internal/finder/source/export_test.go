package source

// Fetching is what the job is told that fetches a source.
func Fetching(id string) any { return fetching{Source: id} }
