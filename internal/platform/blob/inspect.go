package blob

import "os"

// InspectFolder opens the store in dir for one who only looks: nothing is made
// and nothing is taken away.
func InspectFolder(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{disk: machine{root}, writing: map[string]bool{}}, nil
}
