/* Shows what this site tells a device while no page of it is open, and opens the page where it is. Keeps nothing. */
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
