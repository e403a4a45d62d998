import type { Installation } from '../installation/installation.js';
import type { Arguments } from './arguments.js';
import type { Exit } from './command.error.js';

/** One `--option`. */
export interface Option {
  /** What stands for its value in help; without one it is a flag. */
  readonly value?: string;
  /** May be given several times. */
  readonly repeated?: true;
  readonly help: string;
}

/** What a command found or did: the same for programs (`--json`) and for people. */
export interface Output {
  readonly json: unknown;
  readonly text: string;
  /** 0 unless it says otherwise. */
  readonly exit?: Exit;
}

/** What a command works with. */
export interface Invocation {
  readonly args: Arguments;
  readonly installation: Installation;
  /** Tells a person, on stderr, what takes time. */
  readonly progress: (line: string) => void;
}

/** One command: `waybill <name> <positionals> <options>`. */
export interface Command {
  /** A noun and a verb, or a verb alone. */
  readonly name: string;
  /** What stands for its positionals in help; those in `<>` are required. */
  readonly positionals: readonly string[];
  readonly summary: string;
  /** A further sentence in its help. */
  readonly note?: string;
  /** As they are typed after `waybill`. */
  readonly examples: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  run(invocation: Invocation): Promise<Output>;
}
