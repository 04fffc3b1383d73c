/** The three systems; each has a database, and logins and roles, of its own. */
export const SYSTEMS = ['platform', 'points', 'site'] as const;
export type System = (typeof SYSTEMS)[number];

/** What a system's logins are for: answering requests, doing the jobs, and knowing who is signed in. */
export const LOGIN_KINDS = ['web', 'worker', 'sign-in'] as const;
export type LoginKind = (typeof LOGIN_KINDS)[number];

/** Nobody signs in at the public site. */
export const loginKindsOf = (system: System): readonly LoginKind[] =>
  system === 'site' ? ['web', 'worker'] : LOGIN_KINDS;
