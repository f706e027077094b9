/** Passkeys by the browser's own JSON interface: what the server asked goes in, what the device answered comes out. */
import { Problem } from "@/api/problem";

type Json = Record<string, unknown>;

/** Whether this browser can; over plain HTTP (other than localhost) none can. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

/** Null when the person broke it off. */
export const makePasskey = (options: Json) =>
  answered(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON),
    }),
  );

/** Null when the person broke it off, or has none here. */
export const showPasskey = (options: Json) =>
  answered(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON),
    }),
  );

/** How a device or browser refuses for good; anything else is a person who broke it off. */
const REFUSALS: Record<string, string> = { SecurityError: "no-passkey-here", NotSupportedError: "no-passkey-here", InvalidStateError: "passkey-known" };

async function answered(asking: () => Promise<Credential | null>): Promise<Json | null> {
  try {
    const credential = await asking();
    return credential && ((credential as PublicKeyCredential).toJSON() as Json);
  } catch (reason) {
    if (!(reason instanceof DOMException)) throw reason;
    const code = REFUSALS[reason.name];
    if (code) throw new Problem(400, "", "", "", [], null, `/problems/${code}`);
    return null;
  }
}
