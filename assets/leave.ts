// Leaves the exit page so that it does not stay in the history.

export {};

const to = document.querySelector<HTMLAnchorElement>("a")?.href;
if (to) location.replace(to);
