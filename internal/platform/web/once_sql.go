package web

import (
	"handrail/internal/platform/declare"
)

const (
	insertOnce = `INSERT INTO web_once (key_hash, route, made_at, status, location) VALUES (?, ?, ?, 0, '')`
	selectOnce = `SELECT status, location FROM web_once WHERE key_hash = ?`
	updateOnce = `UPDATE web_once SET status = ?, location = ? WHERE key_hash = ?`
	deleteOnce = `DELETE FROM web_once WHERE made_at < ?`
)

// onceRow is the answer kept for a key; a status of 0 is not known yet.
type onceRow struct {
	Status   int64
	Location string
}

// Fields are the columns of selectOnce.
func (o *onceRow) Fields() []any { return []any{&o.Status, &o.Location} }

// Declared declares web_once.
func Declared() []declare.Table {
	return []declare.Table{{Name: "web_once", Outside: true, Order: []string{"key_hash"}, Columns: []declare.Column{
		{Name: "key_hash", Whose: declare.Nobodys, Why: "So that a form sent twice is done once.", Kept: "24 hours", Erase: declare.Expires, Leave: declare.Expires},
		{Name: "route", Whose: declare.Nobodys, Why: "Which kind of form it was.", Kept: "24 hours", Erase: declare.Expires, Leave: declare.Expires},
		{Name: "made_at", Whose: declare.Nobodys, Why: "When, so that it can be forgotten.", Kept: "24 hours", Erase: declare.Expires, Leave: declare.Expires},
		{Name: "status", Whose: declare.Nobodys, Why: "What was answered, so that the answer can be given again.", Kept: "24 hours", Erase: declare.Expires, Leave: declare.Expires},
		{Name: "location", Whose: declare.Nobodys, Why: "Which page came next.", Kept: "24 hours", Erase: declare.Expires, Leave: declare.Expires},
	}}}
}
