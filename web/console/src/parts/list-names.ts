/** The two lists' names, the same wherever one of them is meant. */
export const LIST_NAMES = { red: '红榜', black: '黑榜' } as const;
