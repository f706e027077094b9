/**
 * The pages. One with `needsAccount` sends others to the log-in page and back afterwards; a `isGate` is only for those who
 * are not logged in; one that is `isEndless` grows while it is read, so it has no footer to push along.
 */
import type { Component } from "vue";
import { createRouter, createWebHistory, type RouteMeta, type RouteRecordRaw } from "vue-router";
import { ROOT } from "@/api/client";
import { TOPICS } from "@/components/help/topics";
import { useSession } from "@/stores/session";

const routes: RouteRecordRaw[] = [
  { path: "/", name: "explore", component: () => import("@/views/ExploreView.vue"), meta: { isEndless: true } },
  page("/following", "following", () => import("@/views/FollowingView.vue"), { isEndless: true }),
  page("/for-you", "forYou", () => import("@/views/ForYouView.vue")),
  { path: "/login", name: "login", component: () => import("@/views/LoginView.vue"), meta: { isGate: true } },
  { path: "/register", name: "register", component: () => import("@/views/RegisterView.vue"), meta: { isGate: true } },
  { path: "/recover", name: "recover", component: () => import("@/views/RecoverView.vue") },
  { path: "/recover/:token", name: "reset", component: () => import("@/views/ResetView.vue"), props: true },
  { path: "/confirm/:token", name: "confirm", component: () => import("@/views/ConfirmView.vue"), props: true },
  { path: "/welcome/:token", name: "welcome", component: () => import("@/views/WelcomeView.vue"), props: true },
  { path: "/images/:id", name: "image", component: () => import("@/views/ImageView.vue"), props: true },
  { path: "/albums/:id", name: "album", component: () => import("@/views/AlbumView.vue"), props: true, meta: { isEndless: true } },
  { path: "/s/:token", name: "share", component: () => import("@/views/ShareView.vue"), props: true },
  { path: "/collections/:id", name: "collection", component: () => import("@/views/CollectionView.vue"), props: true },
  {
    path: "/people/:name/:tab(albums|collections|followers|following)?",
    name: "person",
    component: () => import("@/views/PersonView.vue"),
    props: true,
    meta: { isEndless: true },
  },
  { path: "/search", name: "search", component: () => import("@/views/SearchView.vue"), meta: { isEndless: true } },
  { path: "/search/picture/:id", name: "reverse", component: () => import("@/views/ReverseView.vue"), props: true },
  { path: "/help/search", name: "searchHelp", component: () => import("@/views/SearchHelpView.vue") },
  { path: "/help", name: "help", component: () => import("@/views/HelpView.vue") },
  { path: `/help/:topic(${TOPICS.join("|")})`, name: "helpTopic", component: () => import("@/views/HelpView.vue"), props: true },
  { path: "/takedown", name: "takedown", component: () => import("@/views/TakedownView.vue"), props: (route) => ({ about: String(route.query.about ?? "") }) },
  { path: "/takedowns/:id", name: "takedownState", component: () => import("@/views/TakedownStateView.vue"), props: (route) => ({ id: route.params.id, token: String(route.query.token ?? "") }) },
  { path: "/suspended/:token", name: "suspended", component: () => import("@/views/SuspendedView.vue"), props: true },
  { path: "/transparency", name: "transparency", component: () => import("@/views/TransparencyView.vue") },
  { path: "/tags", name: "tags", component: () => import("@/views/TagsView.vue") },
  page("/saved", "saved", () => import("@/views/SavedView.vue")),
  page("/classes", "classes", () => import("@/views/ClassesView.vue")),
  page("/upload", "upload", () => import("@/views/UploadView.vue")),
  { path: "/me", redirect: { name: "library" } },
  page("/me/pictures", "library", () => import("@/views/LibraryView.vue"), { isEndless: true }),
  page("/me/albums", "albums", () => import("@/views/AlbumsView.vue")),
  page("/me/collections", "collections", () => import("@/views/CollectionsView.vue")),
  page("/me/requests", "requests", () => import("@/views/RequestsView.vue")),
  page("/me/blocked", "blocked", () => import("@/views/BlockedView.vue")),
  page("/me/notifications", "notifications", () => import("@/views/NotificationsView.vue")),
  page("/me/copies", "copies", () => import("@/views/CopiesView.vue")),
  page("/me/edits", "edits", () => import("@/views/EditsView.vue")),
  page("/me/crawls", "crawls", () => import("@/views/CrawlsView.vue")),
  { path: "/me/crawls/:id", name: "crawl", component: () => import("@/views/CrawlView.vue"), props: true, meta: { needsAccount: true } },
  page("/me/projects", "projects", () => import("@/views/ProjectsView.vue")),
  { path: "/projects/:id", name: "project", component: () => import("@/views/ProjectView.vue"), props: true, meta: { needsAccount: true } },
  page("/me/trash", "trash", () => import("@/views/TrashView.vue")),
  page("/me/decisions", "decisions", () => import("@/views/DecisionsView.vue")),
  { path: "/me/reports", name: "reports", component: () => import("@/views/ReportsView.vue") },
  page("/me/security", "security", () => import("@/views/SecurityView.vue")),
  page("/me/account", "account", () => import("@/views/AccountView.vue")),
  { path: "/:path(.*)*", name: "missing", component: () => import("@/views/MissingView.vue") },
];

function page(path: string, name: string, component: () => Promise<Component>, meta: RouteMeta = {}): RouteRecordRaw {
  return { path, name, component, meta: { ...meta, needsAccount: true } };
}

/** Only a path of this site, so that a log-in link cannot lead elsewhere. */
export function safeNext(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}

export function makeRouter() {
  const router = createRouter({
    history: createWebHistory(`${ROOT}/`),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.hash ? { el: to.hash } : to.path === from.path ? false : { top: 0 }),
  });
  router.beforeEach((to) => {
    const session = useSession();
    if (to.meta.needsAccount && !session.isLoggedIn) return { name: "login", query: { next: to.fullPath } };
    if (to.meta.isGate && session.isLoggedIn) return safeNext(to.query.next);
    return true;
  });
  return router;
}
