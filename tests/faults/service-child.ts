/** Stands for the service: takes its time to end in good order, and says each thing it does in a file. */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { askedToEnd, whenAsked } from '#runtime/ending.ts';

const notes = process.argv[2] ?? '';
const say = (word: string) => appendFileSync(notes, `${word} ${process.pid}\n`);

const ending = askedToEnd();
setInterval(() => {}, 60_000);
say('started');
await whenAsked(ending);
say('stopping');
console.log('正在停止……');
await sleep(300);
say('stopped');
process.exit();
