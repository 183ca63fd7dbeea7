package mail

import (
	"errors"
	"net/url"
	"path/filepath"
	"strconv"
)

// Open makes the mailer that a setting names:
//
//	""                                    Off
//	smtps://user:password@host[:465]      a server, TLS from the first byte
//	smtp://user:password@host[:587]       a server, StartTLS; none to localhost
//	file:///folder                        Folder
//
// The text of an error does not repeat the setting, which holds a password.
func Open(setting string, sender Sender) (Mailer, error) {
	if setting == "" {
		return Off{}, nil
	}
	u, err := url.Parse(setting)
	if err != nil {
		return nil, errors.New("mail: the setting is not an address like smtps://user:password@host")
	}
	switch {
	case u.Scheme == "file" && u.Host == "" && filepath.IsAbs(u.Path):
		return NewFolder(u.Path, sender)
	case (u.Scheme == "smtp" || u.Scheme == "smtps") && (u.Path == "" || u.Path == "/"):
		server, err := serverFrom(u)
		if err != nil {
			return nil, err
		}
		return NewSMTP(server, sender)
	}
	return nil, errors.New("mail: the setting begins with smtps://, smtp:// or file:///")
}

func serverFrom(u *url.URL) (Server, error) {
	server := Server{Host: u.Hostname(), User: u.User.Username()}
	server.Password, _ = u.User.Password()
	switch {
	case u.Scheme == "smtps":
		server.Security = TLS
	case loopback(server.Host):
		server.Security = Plain
	}
	if u.Port() == "" {
		return server, nil
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || port == 0 {
		return Server{}, errors.New("mail: the setting names a port that does not exist")
	}
	server.Port = int(port)
	return server, nil
}
