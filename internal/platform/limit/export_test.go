package limit

// Bound sets how many buckets are kept in memory.
func (l *Limiter) Bound(most int) { l.memory.most = most }
