/** The three systems; each has a database, and logins and roles, of its own. */
export const SYSTEMS = ['platform', 'points', 'site'] as const;
export type System = (typeof SYSTEMS)[number];
