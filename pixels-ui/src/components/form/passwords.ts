/** What the forms know of passwords before they ask the server. */
export const LEAST_PASSWORD = 10;
