/**
 * `TRUST_PROXY`: whose `X-Forwarded-For` is believed. A caller writes that header as they please; only what our own proxies added
 * counts. So it is a number of proxies or their addresses, never "everybody": `true` means one proxy.
 */
import { BlockList, isIP } from 'node:net';

/** A number of proxies in front, their addresses and networks, or nobody. */
export type TrustProxy = number | readonly string[] | false;

/** more proxies than this in front of one service are a typing error */
const MOST_HOPS = 10;
/** names the server knows for private networks */
const NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** @throws RangeError saying in Chinese what it should be */
export function readTrustProxy(text: string): TrustProxy {
  const value = text.trim();
  if (value === 'false' || value === '0') return false;
  if (value === 'true') return 1;
  if (/^\d+$/.test(value)) {
    const hops = Number(value);
    if (hops > MOST_HOPS) throw new RangeError(`代理层数至多 ${MOST_HOPS}`);
    return hops;
  }
  const addresses = value.split(',').map((one) => one.trim());
  const wrong = addresses.find((one) => !NETWORKS.has(one) && !isAddressOrNetwork(one));
  if (wrong !== undefined)
    throw new RangeError(
      `须为 false、前面反向代理的层数（如 1），或者以逗号隔开的代理地址、网段（如 10.0.0.5,10.1.0.0/16,loopback）；“${wrong}”不是地址`,
    );
  return addresses;
}

/** Where a proxy of our own stands whose address nobody named: this machine, or a network the internet does not reach. */
const PRIVATE = new BlockList();
for (const [address, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  PRIVATE.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  PRIVATE.addSubnet(address, bits, 'ipv6');

/**
 * The setting as the server takes it. A number alone cannot tell the proxy from a caller who reached the port past it: it holds only
 * where the peer itself is in a private network.
 */
export function trusting(
  setting: TrustProxy | boolean,
): boolean | string[] | ((address: string, hop: number) => boolean) {
  if (typeof setting === 'boolean') return setting;
  if (typeof setting === 'number') return (address, hop) => hop < setting && (hop > 0 || isPrivate(address));
  return [...setting];
}

function isPrivate(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && PRIVATE.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', prefix, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more !== undefined) return false;
  if (prefix === undefined) return true;
  // a prefix of 0 is everybody, which is what the setting must never say
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (family === 4 ? 32 : 128);
}
