/**
 * How long some texts may be, in characters, apart from the schemas that are made of them, for pages that need the number alone: on a
 * phone zod with the schemas would be a quarter more to fetch on a slow line, and the schemas of lists bring along what only a server
 * has. Elsewhere in the console a form asks the schema itself (web/shared/limits.ts).
 */
export const STATEMENT = { least: 5, most: 2000 } as const;
export const WITHDRAWAL_REASON = { least: 2, most: 500 } as const;
export const MENDING_NOTE = { most: 500 } as const;
export const COUNTRY = { most: 60 } as const;
export const BENEFIT_CODE = { least: 1, most: 100 } as const;
export const EVENT_DOCUMENT = { least: 2, most: 100 } as const;
export const ENTRY_REASON = { least: 2, most: 500 } as const;
