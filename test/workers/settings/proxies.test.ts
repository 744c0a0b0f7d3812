import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readProxies } from '../../../workers/settings/proxies.ts';
import { readSettings } from '../../../workers/settings/readSettings.ts';
import { settingsDigest } from '../../../workers/versioning/settingsDigest.ts';
import { everything, outcomes, table, allinpay, feishu, type Variables } from './environment.ts';

const way = (environment: Variables, url: string): unknown => readProxies(environment).wayTo(url);

describe('the way of a call', () => {
  const both = { HTTPS_PROXY: 'http://secure.example:3128', HTTP_PROXY: 'http://plain.example:3128' };

  it.each([
    ['https://shop.example', 'http://secure.example:3128', 'HTTPS_PROXY'],
    ['http://shop.example', 'http://plain.example:3128', 'HTTP_PROXY'],
  ])('to %s is through the proxy of its scheme', (url, address, setBy) => {
    expect(way(both, url)).toEqual({ proxy: { address }, setBy });
  });

  it('is direct where its scheme has no proxy, whatever the other has', () => {
    expect(way({ HTTP_PROXY: 'http://plain.example' }, 'https://shop.example')).toEqual({
      because: 'HTTPS_PROXY is not set',
    });
    expect(way({ HTTPS_PROXY: ' \n', HTTP_PROXY: '' }, 'https://shop.example')).toMatchObject({
      because: 'HTTPS_PROXY is not set',
    });
  });

  it('is direct to this machine and to what NO_PROXY has', () => {
    const set = { ...both, NO_PROXY: 'shop.example' };
    expect(way(set, 'http://127.0.0.1:8080')).toEqual({ because: 'it is this machine' });
    expect(way(set, 'https://api.shop.example')).toEqual({ because: 'NO_PROXY has it' });
    expect(way({ ...set, NO_PROXY: '*' }, 'https://any.example')).toEqual({ because: 'NO_PROXY has it' });
  });

  it('is told by the variable in lower case where both are set, and not by one that is blank', () => {
    const set = { ...both, https_proxy: 'http://lower.example:1\n', no_proxy: 'shop.example', NO_PROXY: '*' };
    expect(way(set, 'https://a.example')).toEqual({
      proxy: { address: 'http://lower.example:1' },
      setBy: 'https_proxy',
    });
    expect(way(set, 'https://shop.example')).toEqual({ because: 'no_proxy has it' });
    expect(way({ ...both, https_proxy: ' ' }, 'https://a.example')).toMatchObject({ setBy: 'HTTPS_PROXY' });
  });

  it.each([
    ['proxy.example:3128', 'http://proxy.example:3128'],
    ['HTTP://proxy.example', 'http://proxy.example'],
    ['https://proxy.example/', 'https://proxy.example'],
    ['http://[2001:db8::1]:3128', 'http://[2001:db8::1]:3128'],
  ])('takes %s for the proxy %s', (HTTPS_PROXY, address) => {
    expect(way({ HTTPS_PROXY }, 'https://shop.example')).toMatchObject({ proxy: { address } });
  });

  it('has the user and password of the proxy, decoded, and shows them to nobody', () => {
    const HTTPS_PROXY = 'http://sh%C3%B6p:p%40ss%3Aword@proxy.example:3128';
    const { proxy } = readProxies({ HTTPS_PROXY }).wayTo('https://shop.example');
    const encoded = Buffer.from('shöp:p@ss:word').toString('base64');
    expect(proxy?.authorization).toBe(`Basic ${encoded}`);
    const read = readSettings({ ...everything, HTTPS_PROXY });
    const shown = [inspect(read, { depth: 10 }), JSON.stringify(read)].join();
    expect(shown).toContain('http://proxy.example:3128');
    for (const secret of [encoded, 'p@ss', 'p%40ss']) expect(shown).not.toContain(secret);
  });
});

describe('a proxy that cannot be used', () => {
  const secret = 'open-sesame';

  it.each([
    ['a scheme of its own', `socks5://shop:${secret}@proxy.example`],
    ['a path', `http://shop:${secret}@proxy.example/path`],
    ['a bare # in its password', `http://shop:1${secret}#x@proxy.example`],
    ['digits and a bare / in its password', `http://shop:12/${secret}@proxy.example`],
    ['a broken encoding', `http://shop:${secret}%zz@proxy.example`],
    ['a port that is none', `http://shop:${secret}@proxy.example:99999`],
    ['no host', 'http://'],
    ['quotes', `"http://shop:${secret}@proxy.example"`],
  ])('for it has %s is one problem, which names the variable and no value', (_what, text) => {
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
      const read = readSettings({ ...everything, [name]: text });
      expect(read.ok ? [] : read.problems.map(({ setting }) => setting)).toEqual([name]);
      expect(JSON.stringify(read)).not.toMatch(/sesame|shop:/);
    }
  });

  it('is named beside every other problem, and so is a NO_PROXY that cannot be read', () => {
    const read = readSettings({
      FEISHU_APP_ID: 'cli_one',
      HTTPS_PROXY: 'ftp://proxy.example',
      HTTP_PROXY: '//',
      NO_PROXY: 'a.example,10.0.0.0/40',
    });
    expect(
      read.ok ? [] : read.problems.map(({ setting, message }) => [setting, message.slice(0, 22)]),
    ).toEqual([
      ['HTTPS_PROXY', 'must be the address of'],
      ['HTTP_PROXY', 'must be the address of'],
      ['NO_PROXY', 'entry 2 cannot be read'],
      ['FEISHU_APP_SECRET', 'is missing, and FEISHU'],
    ]);
  });
});

describe('the settings of every profile', () => {
  const proxied = { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: 'wallet.example' };

  it('have the way of each family, those of the file of profiles too', () => {
    const environment = { ...everything, ...outcomes, ...proxied, PAYOUTS_CONFIG: '/etc/payouts.toml' };
    const file = table('acme', { ...feishu, ...allinpay, FEISHU_APP_ID: 'two', ALLINPAY_APP_ID: '2' });
    const read = readSettings(environment, { readFile: () => file });
    const proxy = { address: 'http://proxy.example:3128' };
    expect(read.ok && read.settings.profiles).toMatchObject([
      { feishu: { proxy }, allinpay: { proxy }, outcomeWebhook: { proxy } },
      { feishu: { proxy }, allinpay: { proxy } },
    ]);
    expect(read.ok && read.settings.profiles[0]?.wallet).not.toHaveProperty('proxy');
  });

  it('have the same digest with a proxy and without', () => {
    const digestOf = (environment: Variables): string => {
      const read = readSettings(environment);
      return read.ok ? settingsDigest(read.settings.profiles[0]!) : 'none';
    };
    expect(digestOf({ ...everything, ...proxied })).toBe(digestOf(everything));
  });
});
