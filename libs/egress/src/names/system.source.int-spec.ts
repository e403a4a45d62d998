import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { dnsServer } from '../../testing/index.js';
import { nameCache } from './name.cache.js';
import { parseHosts } from './hosts-file.js';
import { systemNames } from './system.source.js';

const folder = await mkdtemp(join(tmpdir(), 'waybill-hosts-test-'));
const path = join(folder, 'hosts');
const absent = join(folder, 'absent');
afterAll(() => rm(folder, { recursive: true }));

describe('the hosts file', () => {
  it('is read by the names in it, whatever their case', () => {
    const hosts = parseHosts(
      ['# comment', '127.0.0.1\tlocalhost loop', '::1 localhost # six', '10.0.0.1   A.Example', 'junk b', ''].join(
        '\n',
      ),
    );
    expect(Object.fromEntries(hosts)).toEqual({
      localhost: ['127.0.0.1', '::1'],
      loop: ['127.0.0.1'],
      'a.example': ['10.0.0.1'],
    });
  });

  it('comes before DNS, and is read anew when it changes', async () => {
    await writeFile(path, '10.0.0.1 written.test\n');
    const names = systemNames({ hostsPath: path });
    expect(await names('written.test')).toEqual(['10.0.0.1']);
    await writeFile(path, '10.0.0.1 written.test\n10.0.0.2 written.test\n');
    expect(await names('written.test')).toEqual(['10.0.0.1', '10.0.0.2']);
  });
});

it('localhost is the loopback by definition', async () => {
  const names = systemNames({ hostsPath: absent });
  for (const name of ['localhost', 'a.localhost']) expect(await names(name)).toEqual(['127.0.0.1', '::1']);
});

describe('DNS', () => {
  const SIX = '2606:4700:0000:0000:0000:0000:0000:1111';

  it('is asked for both families, IPv4 first', async () => {
    await using dns = await dnsServer((name) => (name === 'four.test' ? ['1.1.1.1'] : ['1.1.1.1', '1.0.0.1', SIX]));
    const names = systemNames({ hostsPath: absent, servers: [dns.address] });
    expect(await names('both.test')).toEqual(['1.1.1.1', '1.0.0.1', '2606:4700::1111']);
    expect(await names('four.test')).toEqual(['1.1.1.1']);
    expect(dns.asked.toSorted()).toEqual(['both.test A', 'both.test AAAA', 'four.test A', 'four.test AAAA']);
  });

  it('that says a name does not exist is not the last word, but near it', async () => {
    await using dns = await dnsServer(() => 'unknown');
    const names = systemNames({ hostsPath: absent, servers: [dns.address] });
    await expect(names('nowhere.invalid')).rejects.toMatchObject({ syscall: 'getaddrinfo' });
  });

  it('that stays silent about a hundred names slows no other', async () => {
    await using dns = await dnsServer((name) => (name === 'good.test' ? ['1.1.1.1'] : 'silence'));
    const source = systemNames({ hostsPath: absent, servers: [dns.address] });
    const resolve = nameCache({ source, timeoutMs: 1_000 });
    let given = 0;
    const silent = Array.from({ length: 100 }, (_none, index) =>
      resolve(`silent-${index}.test`).finally(() => {
        given += 1;
      }),
    );
    expect(await resolve('good.test')).toEqual({ addresses: ['1.1.1.1'] });
    expect(given).toBe(0);
    expect(new Set((await Promise.all(silent)).map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"failed":"no answer within 1000 ms"}']),
    );
    source.close?.();
  });
});
