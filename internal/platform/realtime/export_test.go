package realtime

// Users are what the library calls the users of the connections.
func (h *Hub) Users() []string {
	var users []string
	for _, c := range h.node.Hub().Connections() {
		users = append(users, c.UserID())
	}
	return users
}

// Listens tells whether a connection's subscription is in force. The library
// answers a subscription a moment before it is.
func (h *Hub) Listens(client, channel string) bool {
	c := h.node.Hub().Connections()[client]
	return c != nil && c.IsSubscribed(channel)
}

// Knows tells whether a connection can be told why it is closed.
func (h *Hub) Knows(client string) bool {
	for _, one := range h.sockets.list() {
		one.mu.Lock()
		known := one.client != nil && one.client.ID() == client
		one.mu.Unlock()
		if known {
			return true
		}
	}
	return false
}

// Held is how many subscriptions are kept in mind.
func (h *Hub) Held() int { return len(h.sockets.subscriptions()) }

// Remembered is how many revocations are.
func (h *Hub) Remembered() int {
	h.sockets.mu.Lock()
	defer h.sockets.mu.Unlock()
	return len(h.sockets.lastRevoked)
}
