/** What `npm start` prints once everything runs: where to look, and as whom. */
import type { Demo } from './start-demo.ts';

export function banner({ publicUrl, clock, provider, dataDirectory, cast }: Demo, seconds: number): string {
  const line = '─'.repeat(72);
  const today = new Intl.DateTimeFormat('zh-CN', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(clock.now());
  const width = Math.max(...cast.accounts.map(({ id }) => id.length));
  return [
    '',
    line,
    `  信衡演示已就绪（用时 ${seconds} 秒）。人员、单位和文书均为虚构。`,
    line,
    `  公示网站        ${publicUrl}/`,
    ...cast.lists.map(({ title, path }) => `  ${title.padEnd(7, '　')}  ${publicUrl}${path}`),
    `  工作台          ${publicUrl}/console/`,
    `  我的信用        ${publicUrl}/my/            市民和单位代表；积分、优惠`,
    `  优惠核验        ${publicUrl}/provider/      优惠服务单位：图书馆服务台`,
    `  平台接口        ${publicUrl}/api/platform/docs`,
    `  积分系统接口    ${publicUrl}/api/points/docs`,
    `  公示网站接口    ${publicUrl}/api/site/docs`,
    '',
    '  演示账号（登录页上点选，没有口令）',
    ...cast.accounts.map(({ id, name, purpose }) => `    ${id.padEnd(width)}  ${name}  ${purpose}`),
    `    单位系统以客户端凭据登录：${provider.machine.clientId}（平台）、${provider.providerMachine.clientId}（积分系统，优惠核验），`,
    `    密钥见 ${dataDirectory}/demo-identity-provider.json`,
    '',
    `  演示时钟：现在是 ${today}。公示期要等七天，演示不等，所以用一只可以往前拨的时钟；`,
    `  上面的事都发生在它们各自的日子。此后时钟照常走，也可以再拨：`,
    `    curl -X POST ${publicUrl}/api/demo/clock -H 'content-type: application/json' -d '{"to":"2020-06-01T09:00:00+08:00"}'`,
    '',
    '  按 Ctrl-C 停止。',
    line,
    '',
  ].join('\n');
}
