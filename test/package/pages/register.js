// A page that asks its service worker, once it has one.
const controlled = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
await navigator.serviceWorker.register("./serviceWorker.js");
await controlled;
document.body.textContent = await (await fetch("/fit")).text();
