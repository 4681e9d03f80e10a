// Fits while it is installed, and again for every request of ./fit; a service worker starts no workers.
import { fitHere } from "./fit.js";
import { fitInWorker } from "./fitInWorker.js";

let installed;
addEventListener("install", (event) => {
  installed = fitHere();
  event.waitUntil(skipWaiting());
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname === "/fit") event.respondWith(answer());
});

async function answer() {
  const inWorker = await fitInWorker().catch((error) => String(error));
  return Response.json({ installed, here: fitHere(), inWorker });
}
