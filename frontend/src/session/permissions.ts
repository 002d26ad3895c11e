/** What a role may, as far as the page asks before the server does. */

/** See how the sources stand, and give them files. */
export const maySeeSources = (role: string): boolean => role === "admin";
