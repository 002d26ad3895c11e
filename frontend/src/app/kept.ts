/** What this browser keeps of its reader's choices: language, zone, what was asked lately, when one last looked. Never anything of an event. */
const prefix = "whodid.";

export type KeptName =
  | "language"
  | "zone"
  | "recent"
  | "columns"
  | "density"
  | "times"
  | "facets"
  | "downloadsSeen"
  | "detailWidth"
  | "neighbours";

export function kept(name: KeptName): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null; // storage may be closed to us; then nothing was kept
  }
}

/** Keeps a value, or forgets it if it is null. Where storage is closed the choice lasts as long as the page. */
export function keep(name: KeptName, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // see above
  }
}
