package helplines

import (
	"net/url"
	"strings"
)

// TelURI is the address behind a call button (RFC 3966), or "" for a line that
// takes no calls. Short and freephone numbers stay local: they work only in
// their own country. What to press afterwards is said in words, because phones
// disagree about it.
func (l Line) TelURI() string {
	if !l.Calls() {
		return ""
	}
	return "tel:" + l.Phone.Dial
}

// SMSURI is the address behind a button that writes a text message (RFC 5724),
// or "" for a line that takes none. The form "?body=" is understood by Android
// and by iOS; a space is "%20", never "+", which would be sent as it stands.
func (l Line) SMSURI() string {
	if !l.Writes() {
		return ""
	}
	if l.SMS.Body == "" {
		return "sms:" + l.SMS.Number
	}
	return "sms:" + l.SMS.Number + "?body=" + strings.ReplaceAll(url.QueryEscape(l.SMS.Body), "+", "%20")
}
