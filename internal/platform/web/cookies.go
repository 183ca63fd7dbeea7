package web

import (
	"net/http"
	"time"
)

// Cookies sets and reads this site's cookies. Over TLS each has the __Host-
// prefix (RFC 6265bis §4.1.3.2), so that no other host can set it; on plain
// http, which is for loopback alone, a browser would refuse that prefix.
type Cookies struct{ Secure bool }

// Set gives the browser a cookie that scripts cannot read and other sites
// cannot send along with a form. A ttl of 0 lasts until the browser is closed.
func (c Cookies) Set(w http.ResponseWriter, name, value string, ttl time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(name), Value: value, Path: "/", MaxAge: int(ttl.Seconds()),
		HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// Get is the cookie's value, or "".
func (c Cookies) Get(r *http.Request, name string) string {
	cookie, err := r.Cookie(c.name(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// Expire takes the cookie back.
func (c Cookies) Expire(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(name), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	})
}

func (c Cookies) name(name string) string {
	if c.Secure {
		return "__Host-" + name
	}
	return name
}
