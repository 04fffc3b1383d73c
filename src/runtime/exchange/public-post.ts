/**
 * Posts a signed event to an address that anybody may have given: only to public addresses of the internet, looked at after the name is
 * resolved and then called by that very address, so that no name can lead into the own network; no redirects, little time, little answer.
 */
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { type CloudEvent, signEvent } from '#contracts/webhook.ts';

export interface PostAnswer {
  readonly status: number;
  readonly body: string;
}

export interface PublicPostOptions {
  readonly clock: () => Date;
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** a test's receivers listen on 127.0.0.1, without encryption */
  readonly loopback?: boolean;
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT_MILLISECONDS = 5_000;
const MOST_BYTES = 4_096;

/** Everything that is not the public internet (RFC 6890 and what was added since). */
const NOT_PUBLIC = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  NOT_PUBLIC.addSubnet(net, bits, 'ipv4');
/** Within the global range of IPv6: documentation, benchmarking, and those that carry an IPv4 address inside. */
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  NOT_PUBLIC.addSubnet(net, bits, 'ipv6');
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');

/** Of an address as digits; a name is none. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !NOT_PUBLIC.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && GLOBAL.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
    default:
      return false;
  }
}

const NO_ANSWER: PostAnswer = { status: 0, body: '' };

/** Never throws: what went wrong with an address is nobody's business but its owner's, and is told to nobody. */
export function publicPost(options: PublicPostOptions) {
  const resolve =
    options.resolve ?? (async (host) => (await lookup(host, { all: true })).map(({ address }) => address));
  return async (address: string, event: CloudEvent, secret: string): Promise<PostAnswer> => {
    try {
      const url = new URL(address);
      const loopback = options.loopback === true && url.hostname === '127.0.0.1';
      if (!loopback && url.protocol !== 'https:') return NO_ANSWER;
      const target = loopback ? url.hostname : await publicTarget(url.hostname, resolve);
      if (target === undefined) return NO_ANSWER;
      const { headers, body } = signEvent(event, [secret], options.clock());
      return await post(url, target, headers, body, options.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS);
    } catch {
      return NO_ANSWER;
    }
  };
}

/** Undefined when any of the name's addresses is not public: a name that is half private is not trusted with the other half. */
async function publicTarget(
  host: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<string | undefined> {
  const addresses = await resolve(host);
  return addresses.length > 0 && addresses.every(isPublicAddress) ? addresses[0] : undefined;
}

function post(
  url: URL,
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  milliseconds: number,
): Promise<PostAnswer> {
  return new Promise((done, failed) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)({
      host: target,
      ...(url.protocol === 'https:' ? { servername: url.hostname } : {}),
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      agent: false,
      headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body), 'user-agent': 'xinheng-site' },
      signal: AbortSignal.timeout(milliseconds), // from name to last byte: a dripping answer ends too
    });
    request.on('error', failed);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () => done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= MOST_BYTES) chunks.push(chunk);
        else response.destroy(new Error('answer too long'));
      });
      response.on('end', finish);
      response.on('error', failed);
    });
    request.end(body);
  });
}
