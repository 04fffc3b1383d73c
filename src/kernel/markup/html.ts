/**
 * HTML for pages made on the server: a template tag that escapes every value unless it is itself made by the tag. Characters that turn
 * the direction of writing are dropped, so that no name can rearrange the line it stands in.
 */

class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}
export type Html = Markup;

export type Value = string | number | Html | null | undefined | false | readonly Value[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Directional marks and overrides (Unicode TR9) and control characters except line ends. */
const INVISIBLE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** Most texts hold nothing of the kind and are passed on as they are. */
const CHANGED = new RegExp(`[&<>"']|${INVISIBLE.source}`);

export function escapeText(text: string): string {
  if (!CHANGED.test(text)) return text;
  return text.replaceAll(INVISIBLE, '').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = strings[0] ?? '';
  for (let index = 0; index < values.length; index++) text += render(values[index]) + (strings[index + 1] ?? '');
  return new Markup(text);
}

function render(value: Value): string {
  if (typeof value === 'string') return escapeText(value);
  if (value instanceof Markup) return value.text;
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) {
    let text = '';
    for (const one of value) text += render(one);
    return text;
  }
  return escapeText(String(value));
}

/** `2020-04-29` → `2020年4月29日`, with the machine's form beside it. */
export function day(date: string): Html {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return html`<time datetime="${date}">${year}年${month}月${dayOfMonth}日</time>`;
}
