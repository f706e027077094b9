/** What a token can reach; the server refuses what its maker may not do. */
export const SCOPES = [
  "images:read",
  "images:write",
  "albums:read",
  "albums:write",
  "classes:read",
  "classes:write",
  "comments:read",
  "comments:write",
  "searches:read",
  "searches:write",
  "people:read",
  "people:write",
  "account:read",
  "account:write",
] as const;
