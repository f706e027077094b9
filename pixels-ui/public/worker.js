/* Shows what this site tells a device while no page of it is open, and takes what other apps share to it. */
self.addEventListener("push", (event) => {
  const show = async (came) => {
    const told = await readAgain(came);
    if (!told) return;
    const { title, body, tag, url } = told;
    await self.registration.showNotification(title, { body, tag, data: { url } });
  };
  event.waitUntil(show(event.data.json()));
});

/** What may be shown by now of what came; null of what may not. A site that does not answer has nothing to add. */
async function readAgain(came) {
  try {
    const answer = await fetch(`${self.registration.scope}api/v1/me/push/notifications/${came.tag}`);
    if (answer.ok) return await answer.json();
    return answer.status >= 500 ? came : null;
  } catch {
    return came;
  }
}

/** A tab that already shows the page comes to the front; what people do in others is left alone. */
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = event.notification.data;
  const open = async () => {
    const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = tabs.find((tab) => tab.url.split("#")[0] === url);
    await (there ? there.focus() : self.clients.openWindow(url));
  };
  event.waitUntil(open());
});

/** What another app shares is sent here; the server never hears of it before somebody presses "upload". */
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "POST" && url === `${self.registration.scope}share-target`) event.respondWith(takeShared(event.request));
});

/** Files wait in a cache until the page of uploads takes them; an address goes to the page that looks at others. */
async function takeShared(request) {
  const { scope } = self.registration;
  const form = await request.formData();
  const files = form.getAll("files").filter((one) => one.size > 0);
  const waiting = await self.caches.open("shared");
  for (const [place, file] of files.entries()) {
    const headers = { "Content-Type": file.type, "X-File-Name": encodeURIComponent(file.name) };
    await waiting.put(`${scope}share-target/${Date.now()}-${place}`, new Response(file, { headers }));
  }
  const said = `${form.get("url") ?? ""} ${form.get("text") ?? ""}`;
  const address = files.length === 0 ? said.match(/https?:\/\/\S+/)?.[0] : undefined;
  return Response.redirect(scope + (address ? `me/crawls?url=${encodeURIComponent(address)}` : "upload"), 303);
}
