/** The time zones that the browser knows, with this device's own first. */
export function deviceTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function timeZones(chosen: string): string[] {
  const known = new Set([chosen || deviceTimeZone(), deviceTimeZone(), "UTC", ...Intl.supportedValuesOf("timeZone")]);
  return [...known];
}
