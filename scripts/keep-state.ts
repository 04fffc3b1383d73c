/**
 * `npm run keep-state -- NAME`, at the release of a state: tells the demo's story on a new installation and keeps what it leaves in
 * tests/kept/NAME, so that every later version is tested to start on it; and notes the migrations as landed (docs/how-to/migration.md).
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '../src/runtime/demo/start-demo.ts';
import { tellStory } from '../src/runtime/demo/story.ts';
import { freePort, startEmbedded } from '../src/runtime/postgres/embedded.ts';
import { answersOf } from '../tests/support/kept-answers.ts';
import { KEPT, keepState } from '../tests/support/kept-state.ts';
import { land } from '../tests/support/landed-migrations.ts';

const [name = ''] = process.argv.slice(2);
const folder = join(KEPT, name);
if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name) || existsSync(folder)) {
  console.error('用法：npm run keep-state -- 名称（小写字母、数字，如 0.2.0）；已保存过的不能再存。');
  process.exit(2);
}

const directory = mkdtempSync(join(tmpdir(), 'xinheng-keep-'));
try {
  const told = await tell();
  const server = await startEmbedded({ directory: join(directory, 'postgres') });
  try {
    await keepState(folder, { directory, url: (system) => server.url(`xinheng_${system}`), ...told });
  } finally {
    await server.stop();
  }
  land();
  console.log(
    `已保存到 ${folder}，迁移文件的摘要记在 tests/kept/migrations.json。请运行 npm test -- kept landed，然后一并提交。`,
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit();

async function tell() {
  const demo = await startDemo({ DATA_DIR: directory, PORT: String(await freePort()) });
  try {
    await tellStory(demo, { log: (line) => console.log(`  ${line}`) });
    const answers = await answersOf(demo);
    return { answers, keptAt: demo.clock.now() };
  } finally {
    await demo.stop();
  }
}
