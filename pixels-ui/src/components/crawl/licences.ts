/** Licences as they are stated in pages (`CC-BY-SA-4.0`): how people write them, and what they allow in a few words. */

/** "CC BY-SA 4.0", as in the form of a picture; any other stays as it is. */
export function licenceName(licence: string): string {
  const known = /^CC(0|-[A-Z-]+)-(\d\.\d)(?:-([A-Z]{2}))?$/.exec(licence);
  if (!known) return licence.replace(/^RS-(.+)-1\.0$/, "RightsStatements.org $1");
  const [, kind, version, country] = known;
  return ["CC", kind === "0" ? "0" : kind!.replace("-", " "), ` ${version}`, country ? ` ${country}` : ""].join("");
}

/** Keys of what it asks for or allows; none where that is not known. */
export function termsOf(licence: string): string[] {
  if (licence.startsWith("CC0-")) return ["free"];
  if (licence.startsWith("CC-PDM-")) return ["publicDomain"];
  if (licence.startsWith("CC-")) return licence.split("-").filter((part) => /^(BY|NC|ND|SA)$/.test(part)).map((part) => part.toLowerCase());
  if (licence.startsWith("RS-InC")) return ["inCopyright"];
  if (licence.startsWith("RS-NoC")) return ["noCopyright"];
  return licence.startsWith("RS-") ? ["unclear"] : [];
}
