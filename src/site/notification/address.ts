/** Which addresses a subscription may name: a public https address and nothing that could point into somebody's own network. */
import { Problem } from '#kernel/refusal/problem.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import type { NumberKind } from '#kernel/screening/finding.ts';

const PORTS = new Set(['', '443', '8443']);
/** Names that mean one's own network wherever they are looked up. */
const PRIVATE_NAMES =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa|test|invalid|example|onion)\.?$/i;
const LONGEST = 500;
/** An address may hold a long number of its own; it is stored, so it names nobody. */
const IDENTITY: readonly NumberKind[] = ['identity-number', 'passport', 'permit', 'service-card'];

/**
 * The address as it will be called. What the name resolves to is looked at again at every call.
 * @param loopback a test's receiver on this machine
 * @throws Problem subscription.address
 */
export function requireAddress(text: string, { loopback = false } = {}): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw refused('不是完整的网址', 'is not a complete address');
  if (loopback && url.hostname === '127.0.0.1') return url;
  if (url.protocol !== 'https:') throw refused('须以 https:// 开头', 'must begin with https://');
  if (url.username !== '' || url.password !== '')
    throw refused('不能带用户名和口令', 'must not carry a user name or password');
  if (url.hash !== '') throw refused('不能带 # 以后的部分', 'must not carry a part after #');
  if (!PORTS.has(url.port)) throw refused('端口只能是 443 或 8443', 'may use port 443 or 8443 only');
  if (isNumeric(url.hostname)) throw refused('须用域名，不能用 IP 地址', 'must be a domain name, not an IP address');
  if (!url.hostname.includes('.') || PRIVATE_NAMES.test(url.hostname))
    throw refused('须是公网上的域名', 'must be a name on the public internet');
  if (url.href.length > LONGEST) throw refused(`至多 ${LONGEST} 个字符`, `has at most ${LONGEST} characters`);
  if (holdsDocumentNumber(decoded(url.href), IDENTITY))
    throw refused('不能含有证件号码', 'must not hold the number of an identity document');
  return url;
}

const isNumeric = (host: string): boolean => host.startsWith('[') || /^[\d.]+$/.test(host) || /^0x/i.test(host);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const refused = (zh: string, en: string) =>
  new Problem('subscription.address', { said: { zh: `接收地址${zh}。`, en: `The receiving address ${en}.` } });
