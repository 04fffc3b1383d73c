/** `npm start`: the demo, from nothing to a running city, until Ctrl-C. */

import { ConfigError } from '../config-error.ts';
import { askedToEnd, whenAsked } from '../ending.ts';
import { PolicyInvalid } from '../policy.ts';
import { banner } from './banner.ts';
import { type Demo, startDemo } from './start-demo.ts';
import { tellStory } from './story.ts';

const starting = Date.now();
const ending = askedToEnd();
let demo: Demo | undefined;

try {
  console.log('信衡演示正在启动……');
  demo = await startDemo(process.env, { signal: ending });
  await tellStory(demo, { signal: ending, log: (line) => console.log(`  ${line}`) });
  if (!ending.aborted) {
    console.log(banner(demo, Math.round((Date.now() - starting) / 1000)));
    await whenAsked(ending);
  }
} catch (error) {
  if (!ending.aborted) {
    const expected = error instanceof ConfigError || error instanceof PolicyInvalid;
    console.error(expected ? error.message : error);
    process.exitCode = expected ? 2 : 1;
  }
}
if (demo) {
  console.log('\n正在停止……');
  await demo.stop();
  console.log(`已停止，数据保存在 ${demo.dataDirectory}，下次启动会接着用。`);
}
process.exit(); // a connection that somebody keeps open must not keep the process
