/** The roles of officers: what a pack may say of them, it says by these names. */
export const OFFICER_ROLES = [
  'reporter',
  'reviewer',
  'determiner',
  'credit-office',
  'auditor',
  'administrator',
  'assistant',
] as const;
export type OfficerRole = (typeof OFFICER_ROLES)[number];
