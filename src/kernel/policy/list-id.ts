/** The ids of lists: unique in the city, part of addresses (`/lists/red`, `/feeds/red.atom`) and of an edition's name (`red-1`). */
export const LIST_ID = /^[a-z][a-z0-9-]{0,39}$/;

/** Feeds of everything stand beside those of each list. */
export const RESERVED_LIST_IDS: ReadonlySet<string> = new Set(['editions', 'notices']);
