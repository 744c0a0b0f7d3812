import { describe, expect, it } from '@jest/globals';
import { isLoopback, readNoProxy } from '../../../workers/settings/noProxy.ts';

function leavesOut(list: string, url: string): boolean {
  const read = readNoProxy(list);
  if (!read.ok) throw new Error(`unreadable: ${read.unreadable.join()}`);
  return read.leavesOut(new URL(url));
}

describe('a list of addresses without proxy', () => {
  it.each([
    ['*', 'https://anything.example'],
    ['one.example, *', 'https://anything.example'],
    ['shop.example', 'https://shop.example/credit'],
    ['shop.example', 'https://api.shop.example'],
    ['.shop.example', 'https://shop.example'],
    ['*.shop.example', 'https://api.shop.example'],
    ['SHOP.example', 'https://shop.EXAMPLE.'],
    ['shop.example.', 'https://shop.example'],
    ['a.example,b.example', 'https://b.example'],
    [' a.example \t b.example\n', 'https://b.example'],
    ['shop.example:443', 'https://shop.example'],
    ['shop.example:80', 'http://shop.example'],
    ['shop.example:8443', 'https://api.shop.example:8443'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['svc_one.local', 'http://svc_one.local'],
    ['192.0.2.7', 'https://192.0.2.7'],
    ['192.0.2.7:8443', 'https://192.0.2.7:8443'],
    ['192.0.2.0/24', 'https://192.0.2.7'],
    ['0.0.0.0/0', 'https://192.0.2.7'],
    ['2001:db8::/32', 'https://[2001:db8:0::7]'],
    ['2001:DB8:0:0::7', 'https://[2001:db8::7]'],
    ['[2001:db8::7]:8443', 'https://[2001:db8::7]:8443'],
    ['[2001:db8::7]', 'https://[2001:db8::7]:8443'],
  ])('%j leaves out %s', (list, url) => {
    expect(leavesOut(list, url)).toBe(true);
  });

  it.each([
    ['', 'https://shop.example'],
    [' , ,', 'https://shop.example'],
    ['shop.example', 'https://myshop.example'],
    ['shop.example', 'https://shop.example.evil.example'],
    ['api.shop.example', 'https://shop.example'],
    ['shop.example:8443', 'https://shop.example'],
    ['192.0.2.0/24', 'https://192.0.3.7'],
    ['192.0.2.0/24', 'https://inside.example'],
    ['0.0.0.0/0', 'https://inside.example'],
    ['2.7', 'https://192.0.2.7'],
    ['[2001:db8::7]:8443', 'https://[2001:db8::7]'],
  ])('%j does not leave out %s', (list, url) => {
    const read = readNoProxy(list);
    expect(read.ok && read.leavesOut(new URL(url))).toBe(false);
  });

  it('says which entries it cannot read', () => {
    const list = 'ok.example,192.0.2.0/33,http://shop.example,192.168.*,10.0.1,a..b,/8,fd00::/129,x.example';
    expect(readNoProxy(list)).toEqual({ ok: false, unreadable: [2, 3, 4, 5, 6, 7, 8] });
  });
});

describe('this machine', () => {
  it.each([
    'http://localhost:8080',
    'http://LOCALHOST.',
    'http://sandbox.localhost',
    'https://127.0.0.1',
    'http://127.1',
    'http://127.8.9.1',
    'http://[::1]:80',
    'http://[::ffff:127.0.0.1]',
  ])('is %s', (url) => {
    expect(isLoopback(new URL(url))).toBe(true);
  });

  it.each(['http://localhost.example', 'http://128.0.0.1', 'http://[::2]', 'http://127.0.0.1.example'])(
    'is not %s',
    (url) => {
      expect(isLoopback(new URL(url))).toBe(false);
    },
  );
});
