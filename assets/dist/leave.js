var e=document.querySelector("a")?.href;e&&location.replace(e);
