package remind

import "handrail/internal/notify"

// KindsForTests are the kinds of notice of this package.
func KindsForTests() []notify.Kind { return (&Service{}).kinds() }
