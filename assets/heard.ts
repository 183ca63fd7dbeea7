// Fetched when a page on which somebody can write is quiet: the words that the
// help lines beside it listen for.

export { hears } from "../internal/forum/heard/heard";
