import { programOnPath } from '../machine.settings.js';

/** A program with its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** A user account of this machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** What is asked of the way a server is run. */
export interface RunAs {
  /** The signal the kernel sends the server when the process that started it dies, even by SIGKILL. */
  readonly onParentDeath: NodeJS.Signals;
  /** The account to change to; only root can. */
  readonly account?: Account | undefined;
}

/**
 * Wraps a command with util-linux' setpriv. A changed account keeps one right of root's, to pass folders closed to others
 * (a clone below /root or a private temporary folder); `no_setuid_fixup` makes access(2) honour that right too.
 */
export const withSetpriv = (setpriv: string, command: Command, { onParentDeath, account }: RunAs): Command => ({
  file: setpriv,
  args: [
    ...['--pdeathsig', onParentDeath.slice('SIG'.length)],
    ...(account
      ? [
          ...['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'],
          ...['--inh-caps', '-all,+dac_override', '--ambient-caps', '-all,+dac_override'],
          ...['--bounding-set', '-all,+dac_override', '--securebits', '+no_setuid_fixup'],
        ]
      : []),
    '--',
    command.file,
    ...command.args,
  ],
});

/**
 * The command as it is to be spawned. Where the machine has no setpriv (macOS, Alpine) the server outlives a launcher that is
 * killed until the next start on its data folder ends it, and the account must be able to reach the data folder by itself.
 */
export const spawnable = (
  command: Command,
  runAs: RunAs,
): Command & { readonly uid?: number; readonly gid?: number } => {
  const setpriv = process.platform === 'linux' ? programOnPath('setpriv') : undefined;
  if (setpriv !== undefined) return withSetpriv(setpriv, command, runAs);
  return runAs.account ? { ...command, uid: runAs.account.uid, gid: runAs.account.gid } : command;
};
