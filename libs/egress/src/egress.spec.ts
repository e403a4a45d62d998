import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createEgress } from './egress.js';
import type { Egress } from './egress.types.js';
import type { NameSource } from './names/name.cache.js';

const opened: Egress[] = [];
const open = (allow: readonly string[], addresses: Readonly<Record<string, readonly string[]>>): Egress => {
  const names: NameSource = async (name) => addresses[name] ?? [];
  const egress = createEgress({ allow, names });
  opened.push(egress);
  return egress;
};
afterAll(() => Promise.all(opened.map((egress) => egress.close())));

const ADDRESSES = {
  'public.test': ['1.1.1.1', '2606:4700::1111'],
  'mixed.test': ['1.1.1.1', '10.0.0.1'],
  'inside.test': ['10.0.0.1'],
  'mapped.test': ['::ffff:10.0.0.1'],
  'scoped.test': ['fe80::1%eth0'],
  'odd.test': ['not an address'],
  localhost: ['127.0.0.1', '::1'],
  'a.localhost': ['127.0.0.1', '::1'],
  'printer.local': ['192.168.1.9'],
  'metadata.google.internal': ['169.254.169.254'],
  'public.internal': ['1.1.1.1'],
};
const closed = open([], ADDRESSES);
const send = (egress: Egress, url: string, proxyUrl?: string) =>
  egress.send({ method: 'GET', url, headers: {}, body: null }, { timeoutMs: 1_000, proxyUrl: proxyUrl ?? null });

/** What a server of ours could be hidden behind: each is refused at save, at send and as a proxy. */
const REFUSED_HOSTS = [
  [
    '127.0.0.1',
    '127.1',
    '0',
    '0.0.0.0',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '127.0.0.1:8080',
  ],
  ['１２７.０.０.１', '①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1'],
  ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'a.localhost.', 'printer.local', 'metadata.google.internal'],
  ['public.internal', 'mixed.test', 'inside.test', 'inside.test.', 'mapped.test', 'scoped.test', 'odd.test'],
  ['[::]', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::7f00:1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
  ['[fe80::1]', '[fd00:ec2::254]', '[::ffff:a9fe:a9fe]', '[::127.0.0.1]', '[ff02::1]', '[0:0:0:0:0:ffff:a00:1]'],
  ['169.254.169.254', '100.100.100.200', '168.63.129.16', '10.0.0.1', '172.16.0.1', '192.168.0.1', '192.0.0.8'],
  ['198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '2852039166', '0xa9fea9fe'],
].flat();

const PUBLIC_HOSTS = [
  '1.1.1.1',
  '8.8.8.8',
  '134744072',
  '[2606:4700::1111]',
  'public.test',
  'PUBLIC.test',
  'public.test.',
];

describe('an address inside', () => {
  it.each(REFUSED_HOSTS)('%s is refused at save, at send and as a proxy', async (host) => {
    expect(await closed.judgeUrl(`http://${host}/`)).toMatchObject({ judgement: 'refused' });
    expect(await closed.judgeProxyUrl(`http://${host}/`)).toMatchObject({ judgement: 'refused' });
    expect(await closed.judgeProxyUrl(`socks5://${host}/`)).toMatchObject({ judgement: 'refused' });
    const blocked = { fault: 'blocked_address', mayHaveArrived: false };
    for (const scheme of ['http', 'https']) {
      expect(await send(closed, `${scheme}://${host}/`)).toMatchObject(blocked);
      expect(await send(closed, `${scheme}://${host}/`, 'http://8.8.8.8:3128')).toMatchObject(blocked);
      expect(await send(closed, `${scheme}://8.8.8.8/`, `http://${host}/`)).toMatchObject(blocked);
    }
  });

  it.each(PUBLIC_HOSTS)('%s is none', async (host) => {
    expect(await closed.judgeUrl(`https://${host}/`)).toEqual({ judgement: 'ok' });
    expect(await closed.judgeProxyUrl(`socks5://${host}/`)).toEqual({ judgement: 'ok' });
  });

  it('is still refused at send when the name was public at save', async () => {
    const answers = [['1.1.1.1'], ['10.0.0.1']];
    const names: NameSource = async () => answers.shift() ?? [];
    const [console, sender] = [createEgress({ allow: [], names }), createEgress({ allow: [], names })];
    opened.push(console, sender);
    expect(await console.judgeUrl('http://rebound.test/')).toEqual({ judgement: 'ok' });
    expect(await send(sender, 'http://rebound.test/')).toMatchObject({ fault: 'blocked_address' });
  });
});

describe('at save', () => {
  it.each([
    ['nonsense', 'not a URL'],
    ['//example.com', 'not a URL'],
    ['ftp://public.test/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user:secret@public.test/', 'credentials'],
    ['http://public.test:25/', 'port 25'],
    ['http://public.test:6667/', 'port 6667'],
  ])('%s is refused: %s', async (url, why) => {
    const judged = await closed.judgeUrl(url);
    expect(judged).toMatchObject({ judgement: 'refused', detail: expect.stringContaining(why) });
    expect(JSON.stringify(judged)).not.toContain('secret');
    expect(await send(closed, url)).toMatchObject({ fault: 'blocked_address', detail: expect.stringContaining(why) });
  });

  it('a name that does not resolve is only warned about', async () => {
    expect(await closed.judgeUrl('https://unknown.test/')).toMatchObject({ judgement: 'warning' });
    expect(await send(closed, 'https://unknown.test/')).toMatchObject({ fault: 'dns_error', mayHaveArrived: false });
  });
});

describe('with an allow-list', () => {
  const allowed = open(['127.0.0.0/8', '::1/128', '169.254.0.0/16'], ADDRESSES);

  it.each(['127.0.0.1', '[::1]', 'localhost', 'a.localhost', 'metadata.google.internal', '[::ffff:127.0.0.1]'])(
    '%s is open',
    async (host) => expect(await allowed.judgeUrl(`http://${host}/`)).toEqual({ judgement: 'ok' }),
  );

  it.each(['10.0.0.1', 'inside.test', 'public.internal', 'printer.local', '[::2]'])('%s is not', async (host) => {
    expect(await allowed.judgeUrl(`http://${host}/`)).toMatchObject({ judgement: 'refused' });
  });

  it('a name of the inside is refused at save while it does not resolve, and only late at send', async () => {
    expect(await allowed.judgeUrl('http://soon.internal/')).toMatchObject({ judgement: 'refused' });
    expect(await send(allowed, 'http://soon.internal/')).toMatchObject({ fault: 'dns_error' });
  });

  it('localhost needs every address of it covered', async () => {
    expect(await open(['127.0.0.0/8'], ADDRESSES).judgeUrl('http://localhost/')).toMatchObject({
      judgement: 'refused',
    });
  });

  it('that is none refuses the start', () => {
    expect(() => createEgress({ allow: ['10.0.0.0'] })).toThrow('not a CIDR: "10.0.0.0"');
  });
});

describe('any URL', () => {
  const wild = fc.oneof(
    fc.string(),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .tuple(fc.constantFrom('http', 'https', 'socks5', 'ftp'), fc.ipV4Extended())
      .map(([s, host]) => `${s}://${host}/`),
    fc.tuple(fc.constantFrom('http', 'https'), fc.ipV6()).map(([s, host]) => `${s}://[${host}]/`),
    fc.nat(0xffffffff).map((number) => `http://${number}/`),
  );
  const private4 = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127, 224, 240), fc.nat(255), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
  );
  const hex = (number: number): string => `0x${number.toString(16)}`;
  const octal = (number: number): string => `0${number.toString(8)}`;

  it('is judged without a throw', async () => {
    await fc.assert(
      fc.asyncProperty(wild, async (url) => {
        const { judgement } = await closed.judgeUrl(url);
        expect(['ok', 'warning', 'refused']).toContain(judgement);
        expect(['ok', 'warning', 'refused']).toContain((await closed.judgeProxyUrl(url)).judgement);
        if (judgement === 'refused') expect(await send(closed, url)).toMatchObject({ fault: 'blocked_address' });
      }),
      { numRuns: 300 },
    );
  });

  it('an address inside is found in every spelling', async () => {
    await fc.assert(
      fc.asyncProperty(private4, async ([a, b, c, d]) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const [high, low] = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
        const spellings = [
          [a, b, c, d].join('.'),
          [a, b, c, d].map(hex).join('.'),
          [a, b, c, d].map(octal).join('.'),
          `${a}.${b}.${c * 256 + d}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          String(number),
          hex(number),
          octal(number),
          `[::ffff:${high}:${low}]`,
          `[64:ff9b::${high}:${low}]`,
          `[2002:${high}:${low}::1]`,
        ];
        for (const host of spellings) {
          expect([host, await closed.judgeUrl(`http://${host}/`)]).toMatchObject([host, { judgement: 'refused' }]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
