package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"filippo.io/age"

	"handrail/internal/platform/seal"
)

// Recipients says who can open a backup: whoever holds the age identity of one
// of the keys (age1…), or, without any key, whoever knows the passphrase.
func Recipients(keys []string, passphrase string) ([]age.Recipient, error) {
	if len(keys) > 0 {
		list, err := age.ParseRecipients(strings.NewReader(strings.Join(keys, "\n")))
		if err != nil {
			return nil, fmt.Errorf("--recipient takes an age key like age1…, as `age-keygen` prints it: %w", err)
		}
		return list, nil
	}
	if passphrase == "" {
		return nil, ErrNoRecipient
	}
	r, err := age.NewScryptRecipient(passphrase)
	return []age.Recipient{r}, err
}

// ErrNoIdentity says that nothing was given to open a backup with.
var ErrNoIdentity = errors.New("to open a backup, name the file of your age identity with --identity, or set HANDRAIL_BACKUP_PASSPHRASE")

// Identities reads what opens a backup: a file of age identities
// (AGE-SECRET-KEY-…), a passphrase, or either.
func Identities(file, passphrase string) ([]age.Identity, error) {
	var list []age.Identity
	if file != "" {
		body, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if list, err = age.ParseIdentities(bytes.NewReader(body)); err != nil {
			return nil, fmt.Errorf("%s is not a file of age identities, as `age-keygen` writes it: %w", file, err)
		}
	}
	if passphrase != "" {
		i, err := age.NewScryptIdentity(passphrase)
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	if len(list) == 0 {
		return nil, ErrNoIdentity
	}
	return list, nil
}

// ReadKeys reads the data keys that a backup wrote beside itself.
func ReadKeys(path string) (seal.Copy, error) {
	var keys seal.Copy
	body, err := os.ReadFile(path)
	if err != nil {
		return keys, err
	}
	if err := json.Unmarshal(body, &keys); err != nil || keys.Check == "" {
		return keys, fmt.Errorf("%s is not a file of data keys, or it is damaged", path)
	}
	return keys, nil
}
