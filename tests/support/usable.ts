/**
 * What every page for citizens, representatives and providers has to be: without a serious finding of axe, legible at twice the text
 * size, and in an order that somebody who hears it can follow. One call in a journey tests the page as it stands at that moment.
 */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFindings } from './browser.ts';

/** For eyes, fingers and screen readers: as it is, and with letters twice the size. */
export async function isUsable(page: Page): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
  expect(await structureFindings(page)).toEqual([]);
  expect(await layoutFindings(page)).toEqual([]);
  await atTwiceTheSize(page, async () => expect(await layoutFindings(page)).toEqual([]));
}

/** The pages count in rem: this is what the reader's own text size does to them. */
export async function atTwiceTheSize(page: Page, then: () => Promise<void>): Promise<void> {
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '225%'));
  await then();
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
}

/** What runs off the side, is squeezed into a column of single letters, is cut off, or lies under something else. */
export function layoutFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const findings: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) findings.push(`the page is ${scrollWidth - clientWidth} px wider than the screen`);
    const said = (element: Element) => `${element.tagName.toLowerCase()} “${(element.textContent ?? '').slice(0, 20)}”`;
    const shown = [...document.querySelectorAll<HTMLElement>('main *')].filter(
      (element) => element.checkVisibility() && !element.closest('.hidden, svg, select'),
    );
    for (const element of shown) {
      const own = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? '');
      const letters = own.join('').trim().length;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      const { width, height } = element.getBoundingClientRect();
      if (letters > 4 && width < size * 3 && height > size * 4) findings.push(`squeezed: ${said(element)}`);
      const cut = getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
      if (cut && element.tagName !== 'INPUT') findings.push(`cut off: ${said(element)}`);
    }
    for (const element of shown.filter((one) => one.matches('a, button, input, select, textarea, summary'))) {
      element.scrollIntoView({ block: 'center' });
      const [box] = element.getClientRects();
      if (!box) continue;
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const label = element.closest('label');
      if (!top || !(element.contains(top) || top.contains(element) || label?.contains(top)))
        findings.push(`covered: ${said(element)}`);
    }
    scrollTo(0, 0);
    return findings;
  });
}

interface AxNode {
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly ignored: boolean;
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
}

const NAMED = new Set([
  'button',
  'link',
  'textbox',
  'combobox',
  'checkbox',
  'radio',
  'image',
  'Date',
  'DisclosureTriangle',
]);

/** The page as the browser tells it to a screen reader: one main part with one first heading, no level left out, nothing unnamed. */
export async function structureFindings(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  await session.detach();
  const heard = nodes.filter(({ ignored }) => !ignored);
  const role = (name: string) => heard.filter((node) => node.role?.value === name);
  const findings: string[] = [];
  for (const landmark of ['main', 'banner'])
    if (role(landmark).length !== 1) findings.push(`${role(landmark).length} × ${landmark}`);
  const levels = role('heading').map((node) =>
    Number(node.properties?.find(({ name }) => name === 'level')?.value.value),
  );
  if (levels.filter((level) => level === 1).length !== 1) findings.push(`first headings: ${levels.join(' ')}`);
  if (levels[0] !== 1 || levels.some((level, index) => index > 0 && level > levels[index - 1]! + 1))
    findings.push(`order of headings: ${levels.join(' ')}`);
  for (const node of heard)
    if (NAMED.has(node.role?.value ?? '') && !node.name?.value.trim())
      findings.push(`a ${node.role?.value} without a name`);
  return [...findings, ...(await ambiguousLinks(page))];
}

/** Read out of its place, as a list of links does, a name leads to one place only. */
function ambiguousLinks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = new Map<string, Set<string>>();
    for (const link of document.querySelectorAll<HTMLAnchorElement>('main a[href]')) {
      if (!link.checkVisibility()) continue;
      const name = (link.textContent ?? '').trim();
      targets.set(name, (targets.get(name) ?? new Set()).add(link.href));
    }
    return [...targets].filter(([, to]) => to.size > 1).map(([name, to]) => `“${name}” leads to ${to.size} places`);
  });
}

/** What appeared is read out: it stands in a live region, or the focus went to it. */
export async function isAnnounced(appeared: Locator): Promise<void> {
  await expect
    .poll(() =>
      appeared.evaluate((element) => {
        const active = document.activeElement;
        if (element.closest('[role=status], [role=alert], [aria-live]')) return true;
        return active !== null && active !== document.body && (active.contains(element) || element.contains(active));
      }),
    )
    .toBe(true);
}

/** After whatever was pressed the keyboard is somewhere: not thrown back to the top of the document. */
export async function keepsFocus(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
}
