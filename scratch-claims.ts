import { writeFileSync } from 'node:fs';
import { ownCluster } from './tests/support/own-cluster.ts';

const c = await ownCluster('platform');
writeFileSync('/tmp/claims-urls', `APP='${c.url('platform')}'\nOWN='${c.ownerUrl('platform')}'\n`);
console.log('up', c.port);
process.on('SIGTERM', () => void c.close().then(() => process.exit()));
setInterval(() => {}, 1000);
