package account

import "strings"

var browsers = []struct{ mark, name string }{
	{"Firefox/", "Firefox"}, {"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
	{"Chrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"FxiOS/", "Firefox"}, {"Safari/", "Safari"},
}

var systems = []struct{ mark, name string }{
	{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
	{"CrOS", "Chromebook"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"},
}

// DeviceName says in plain words what a User-Agent header stands for, like
// "Firefox on Android": enough for its owner to recognise, too little for
// anybody to follow. It is "" when the header tells nothing.
func DeviceName(userAgent string) string {
	browser, system := firstMark(userAgent, browsers), firstMark(userAgent, systems)
	switch {
	case browser == "" || system == "":
		return browser + system
	default:
		return browser + " on " + system
	}
}

func firstMark(text string, marks []struct{ mark, name string }) string {
	for _, m := range marks {
		if strings.Contains(text, m.mark) {
			return m.name
		}
	}
	return ""
}
