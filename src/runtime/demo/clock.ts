/**
 * The demo's clock: runs like any other, but can be set forward, so that a public notice of seven days passes while
 * somebody watches. It never goes back, and where it stands survives a restart.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writePrivate } from '../secrets.ts';

export interface DemoClock {
  now(): Date;
  /** Does nothing when that instant has passed already. */
  advanceTo(instant: Date): void;
}

/** `start`: what the clock shows at its very first run. */
export function openDemoClock(file: string, start: Date, wallClock: () => Date = () => new Date()): DemoClock {
  let shift = readShift(file) ?? keep(start.getTime() - wallClock().getTime());
  function keep(value: number): number {
    writePrivate(file, `${JSON.stringify({ shiftMilliseconds: value })}\n`);
    return value;
  }
  const now = () => new Date(wallClock().getTime() + shift);
  return {
    now,
    advanceTo(instant) {
      const ahead = instant.getTime() - now().getTime();
      if (ahead > 0) shift = keep(shift + ahead);
    },
  };
}

function readShift(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const { shiftMilliseconds } = JSON.parse(readFileSync(file, 'utf8')) as { shiftMilliseconds?: unknown };
  return typeof shiftMilliseconds === 'number' ? shiftMilliseconds : undefined;
}
