// Loaded by the pages about proof of attendance alone: the code in the room
// changes by itself, and papers are checked off line.

import "../internal/meeting/proof/room-code";
import "../internal/meeting/proof/check-proof";
