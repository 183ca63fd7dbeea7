var[n]=performance.getEntriesByType("navigation"),e=document.querySelector("main a")?.href;e&&n?.type==="navigate"&&location.replace(e);
