import { describe, expect, it } from '@jest/globals';
import { withSetpriv } from './spawn.command.js';

const command = { file: '/usr/bin/java', args: ['-cp', 'x'] };

describe('withSetpriv', () => {
  it('lets the server die with its launcher', () => {
    expect(withSetpriv('/bin/setpriv', command, { onParentDeath: 'SIGINT' })).toEqual({
      file: '/bin/setpriv',
      args: ['--pdeathsig', 'INT', '--', '/usr/bin/java', '-cp', 'x'],
    });
  });

  it('changes the account and keeps of root only the right to pass closed folders', () => {
    const account = { name: 'postgres', uid: 101, gid: 104 };
    const { args } = withSetpriv('/bin/setpriv', command, { onParentDeath: 'SIGINT', account });
    expect(args).toEqual(expect.arrayContaining(['--reuid', '101', '--regid', '104', '--clear-groups']));
    const granted = args.filter((arg) => arg.includes('+'));
    expect(new Set(granted)).toEqual(new Set(['-all,+dac_override', '+no_setuid_fixup']));
  });
});
