// Fetched by the page of a run sheet alone, once its live connection is there.

export { sheetLive } from "../internal/meeting/sheet/sheet-live";
