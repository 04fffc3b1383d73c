/** One running city for a file of browser journeys: the demo's three systems on their own databases, a browser, and who sits where. */
import type { Browser, Page } from 'playwright-core';
import type { Demo } from '../../src/runtime/demo/start-demo.ts';
import type { System } from '../../src/runtime/postgres/migrate.ts';
import { openBrowser, openSeat, type Seat, takePhone } from './browser.ts';
import { toldCity } from './city.ts';
import type { TestDatabase } from './database.ts';

export const PHONE = { width: 390, height: 844 };

export interface Journey {
  readonly demo: Demo;
  readonly browser: Browser;
  /** for files; gone at the end */
  readonly directory: string;
  readonly databases: Readonly<Record<System, TestDatabase>>;
  /** a citizen or a representative, signed in on a phone */
  phone(account: string, path?: string): Promise<Page>;
  /** the library's desk, signed in; `hash`: the code the page is opened with */
  desk(hash?: string, at?: Browser): Promise<Page>;
  /** the demo's clock, forward only */
  itIs(instant: string): Promise<void>;
  /** what pages and their consoles complained of; of a line that was cut on purpose the browser complains itself */
  complaints(): string[];
  end(): Promise<void>;
}

export async function startJourney(chromium: string): Promise<Journey> {
  const city = await toldCity();
  const { demo, directory, databases } = city;
  const browser = await openBrowser(chromium);
  const seats: Seat[] = [];
  const seated = (seat: Seat) => {
    seats.push(seat);
    return seat.page;
  };
  return {
    ...{ demo, browser, directory, databases },
    phone: async (account, path) => seated(await takePhone(browser, demo.publicUrl, account, path)),
    async desk(hash = '', at = browser) {
      const page = seated(await openSeat(at, PHONE));
      await page.goto(`${demo.publicUrl}/provider/${hash}`);
      await page.getByRole('button', { name: '经办账号登录' }).click();
      await page.getByRole('button', { name: '（library-desk）' }).click();
      await page.getByRole('heading', { name: '城东书香图书馆' }).waitFor();
      return page;
    },
    async itIs(instant) {
      const answer = await fetch(`${demo.publicUrl}/api/demo/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ to: instant }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    complaints: () =>
      seats.flatMap(({ complaints }) => complaints).filter((text) => !/net::ERR_|page not fetched/.test(text)),
    async end() {
      await browser.close();
      await city.end();
    },
  };
}
