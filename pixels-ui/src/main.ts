/** Starts the site: language and session first, so that the first page is drawn once and right. */
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { Problem } from "./api/problem";
import { serveInstalled } from "./composables/installed";
import { i18n } from "./locales";
import { makeRouter } from "./router";
import { useSession } from "./stores/session";
import "./styles/index.css";

async function start(): Promise<void> {
  const app = createApp(App).use(createPinia()).use(i18n);
  try {
    await useSession().begin();
  } catch (reason) {
    // The page then says that the server cannot be reached, and offers another try.
    if (!(reason instanceof Problem)) throw reason;
  }
  app.use(makeRouter()).mount("#app");
  serveInstalled();
}

void start();
