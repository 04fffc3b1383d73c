/**
 * Text that no database column can hold (U+0000, half of a surrogate pair) is nothing anybody typed: refused at the door,
 * with its place, before a query fails on it.
 */
import { Problem } from '#kernel/refusal/problem.ts';

/** Walks parsed JSON, a query or path parameters; an upload's stream and a delivery's raw text are their readers' business. */
export function requireStorableText(place: string, value: unknown): void {
  const field = findUnstorable(value);
  if (field === undefined) return;
  const message = '含有无法保存的字符（空字符或残缺的字符），请删去后重新输入';
  throw new Problem('request.invalid', {
    said: {
      zh: `${place}的 ${field}：${message}。`,
      en: `${field} holds characters that cannot be stored (U+0000, or half a character). Remove them.`,
    },
    extra: { errors: [{ field, code: 'unstorable_text', message }] },
  });
}

/** Path of the first such text; undefined when there is none. */
export function findUnstorable(value: unknown): string | undefined {
  if (!isTree(value)) return undefined;
  const waiting: { readonly path: string; readonly value: unknown }[] = [{ path: '', value }];
  // no recursion: who sends a million brackets decides how deep it goes
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.value === 'string' && !isStorable(next.value)) return next.path;
    if (!isTree(next.value)) continue;
    for (const [key, inner] of Object.entries(next.value)) {
      if (typeof inner === 'string' || isTree(inner))
        waiting.push({ path: next.path === '' ? key : `${next.path}.${key}`.slice(-200), value: inner });
    }
  }
  return undefined;
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const isTree = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(Symbol.asyncIterator in value);
