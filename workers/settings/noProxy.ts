import { BlockList, isIP } from 'node:net';

/** Whether an address is left out of a list; `hostname` without brackets and in lower case. */
type Entry = (hostname: string, port: number) => boolean;

export type NoProxy =
  | { readonly ok: true; readonly leavesOut: (target: URL) => boolean }
  /** which entries of the list cannot be read, counted from 1 */
  | { readonly ok: false; readonly unreadable: readonly number[] };

/**
 * Reads a list as `NO_PROXY` holds it, with commas or blanks between: `*`, names (each with all names below it, as in
 * `example.com`, `.example.com` or `*.example.com`), addresses, networks (`10.0.0.0/8`); any but a network with
 * `:port`. Names are not looked up, so networks are for targets that are given by address.
 */
export function readNoProxy(list: string): NoProxy {
  const texts = list.split(/[\s,]+/).filter((text) => text !== '');
  const entries = texts.map((text) => readEntry(text.toLowerCase()));
  const known = entries.filter((entry) => entry !== undefined);
  if (known.length < entries.length) {
    return { ok: false, unreadable: entries.flatMap((entry, at) => (entry === undefined ? [at + 1] : [])) };
  }
  return { ok: true, leavesOut: (target) => known.some((entry) => entry(hostOf(target), portOf(target))) };
}

/** Whether it is this machine by name or address: no proxy can mean the same by it. */
export function isLoopback(target: URL): boolean {
  return loopback.some((entry) => entry(hostOf(target), portOf(target)));
}

const loopback = [name('localhost'), network('127.0.0.0', 8), network('::1', 128)];

function hostOf({ hostname }: URL): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function readEntry(text: string): Entry | undefined {
  if (text === '*') return () => true;
  const slash = text.indexOf('/');
  if (slash !== -1) return readNetwork(text.slice(0, slash), text.slice(slash + 1));
  if (isIP(text) !== 0) return address(text);
  const [, host = text, digits] = /^(.*?):(\d{1,5})$/.exec(text) ?? [];
  const entry = readHost(host);
  if (entry === undefined || digits === undefined) return entry;
  return (hostname, port) => port === Number(digits) && entry(hostname, port);
}

function readNetwork(base: string, digits: string): Entry | undefined {
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(base)] ?? -1;
  return /^\d{1,3}$/.test(digits) && Number(digits) <= longest ? network(base, Number(digits)) : undefined;
}

function readHost(host: string): Entry | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return address(bare);
  const [, below = ''] = /^(?:\*?\.)?([^*]+?)\.?$/.exec(host) ?? [];
  const ascii = URL.canParse(`http://${below}`) ? new URL(`http://${below}`).hostname : '';
  // An address in another spelling (10.0.1) would be taken for what it is not.
  return isIP(ascii) === 0 && /^[\w-]+(?:\.[\w-]+)*$/.test(ascii) ? name(ascii) : undefined;
}

function name(ending: string): Entry {
  return (hostname) => hostname === ending || hostname.endsWith(`.${ending}`);
}

function address(ip: string): Entry {
  return network(ip, isIP(ip) === 4 ? 32 : 128);
}

function network(base: string, bits: number): Entry {
  const list = new BlockList();
  list.addSubnet(base, bits, familyOf(base));
  return (hostname) => isIP(hostname) !== 0 && list.check(hostname, familyOf(hostname));
}

function familyOf(ip: string): 'ipv4' | 'ipv6' {
  return isIP(ip) === 4 ? 'ipv4' : 'ipv6';
}
