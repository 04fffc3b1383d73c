import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day, html } from './html.ts';

describe('html', () => {
  test('escapes values, in text and in attributes', () => {
    const name = `<script>alert("1")</script> & '`;
    expect(html`<a title="${name}">${name}</a>`.text).toBe(
      '<a title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;</a>',
    );
  });

  test('puts its own markup and lists of it together, and leaves nothing for nothing', () => {
    expect(
      html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>${null}${undefined}${false}${0}`.text,
    ).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>0');
  });

  test('an object that only looks like markup is text', () => {
    const forged = { text: '<script>', toString: () => '<script>' } as unknown as string;
    expect(html`${forged}`.text).toBe('&lt;script&gt;');
  });

  test('no text makes a tag, an attribute or a change of direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"'\u202e\u2067\u0000]/);
      }),
    );
  });
});

test('dates read as Chinese', () => {
  expect(day('2020-04-09').text).toBe('<time datetime="2020-04-09">2020年4月9日</time>');
});
