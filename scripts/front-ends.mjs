/** What a browser loads: each built from its own folder, what both share, and the shapes the server speaks. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const FRONT_ENDS = [
  { folder: 'web/console', title: '工作台' },
  { folder: 'web/my', title: '我的信用' },
];

/** Pages are built once, and again when a source is newer than what was built; side by side. Answers whether all stand. */
export async function buildFrontEnds(root, node) {
  const stale = FRONT_ENDS.filter(({ folder }) => isStale(root, folder));
  return (await Promise.all(stale.map((one) => build(root, node, one)))).every((built) => built);
}

function isStale(root, folder) {
  const built = join(root, folder, 'dist', 'index.html');
  if (!existsSync(built)) return true;
  const sources = [folder, 'web/shared', 'src/contracts', 'src/kernel', 'src/documents'].map((source) =>
    join(root, source),
  );
  return statSync(built).mtimeMs < Math.max(...sources.map(newest));
}

function newest(folder) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('dist'),
  );
  return Math.max(0, ...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

function build(root, node, { folder, title }) {
  console.error(`正在生成${title}页面……`);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(node, [vite, 'build', '--logLevel', 'warn', folder], { stdio: ['ignore', 2, 2], cwd: root });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => {
      if (code !== 0) console.error(`${title}页面没有生成，原因见上。`);
      resolve(code === 0);
    });
  });
}
