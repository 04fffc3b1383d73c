/**
 * How long what a citizen or a provider's staff writes may be, in characters. The schemas are made of these; they stand apart because
 * the pages on phones need the numbers alone: zod with the schemas would be a quarter more to fetch on a slow line. Where zod is there
 * anyway (the console), a form asks the schema itself (web/shared/limits.ts).
 */
export const STATEMENT = { least: 5, most: 2000 } as const;
export const WITHDRAWAL_REASON = { least: 2, most: 500 } as const;
export const MENDING_NOTE = { most: 500 } as const;
export const COUNTRY = { most: 60 } as const;
export const BENEFIT_CODE = { least: 1, most: 100 } as const;
