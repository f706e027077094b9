/** The topics of the help pages in their order, and where their sections lead; their words are in help.json of each language. */
import type { RouteLocationRaw } from "vue-router";

export const TOPICS = ["pictures", "privacy", "albums", "community", "for-you", "web", "safety"] as const;
export type Topic = (typeof TOPICS)[number];

/** A page, named by the words that it has everywhere. */
export interface Place {
  to: RouteLocationRaw;
  label: string;
}

const settings = (part: string, label: string): Place => ({ to: { name: "account", hash: `#${part}` }, label });

export const PLACES: Record<Topic, Record<string, readonly Place[]>> = {
  pictures: {
    add: [{ to: { name: "upload" }, label: "common.places.upload" }],
    edit: [
      { to: { name: "library" }, label: "common.places.library" },
      { to: { name: "edits" }, label: "edits.recent" },
      { to: { name: "trash" }, label: "common.places.trash" },
    ],
    understand: [settings("understanding", "account.understand"), { to: { name: "tags" }, label: "search.allTags" }],
    colours: [{ to: { name: "searchHelp" }, label: "searchHelp.title" }],
  },
  privacy: {
    followers: [settings("privacy", "account.privacy"), { to: { name: "requests" }, label: "people.requests" }],
    others: [settings("privacy", "account.hideCounts")],
    block: [{ to: { name: "blocked" }, label: "people.blockedAndMuted" }],
  },
  albums: {
    make: [{ to: { name: "albums" }, label: "albums.title" }],
    people: [{ to: { name: "albums" }, label: "albums.shared.title" }],
  },
  community: {
    like: [{ to: { name: "collections" }, label: "collections.title" }],
    follow: [{ to: { name: "saved" }, label: "saved.title" }],
    feed: [{ to: { name: "following" }, label: "following.title" }],
    told: [{ to: { name: "notifications" }, label: "notifications.title" }, settings("notifications", "notifications.mails")],
  },
  "for-you": {
    begin: [{ to: { name: "forYou" }, label: "forYou.title" }],
    records: [{ to: { name: "forYou" }, label: "forYou.tastes.title" }],
  },
  web: {
    look: [{ to: { name: "crawls" }, label: "crawls.title" }],
    choose: [{ to: { name: "library" }, label: "common.places.library" }],
    project: [{ to: { name: "projects" }, label: "projects.title" }],
  },
  safety: {
    after: [{ to: { name: "reports" }, label: "moderation.reports" }],
    appeal: [{ to: { name: "decisions" }, label: "moderation.decisions" }],
    takedown: [
      { to: { name: "takedown" }, label: "takedowns.title" },
      { to: { name: "transparency" }, label: "takedowns.totals" },
    ],
  },
};
