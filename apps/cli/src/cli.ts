import { VERSION } from '@app/contracts';
import { SettingsError, type Environment } from '@app/service';
import { readArguments } from './command/read-arguments.js';
import { CommandError, EXIT, type Exit } from './command/command.error.js';
import type { Command } from './command/command.js';
import { COMMANDS } from './commands/index.js';
import { Installation } from './installation/installation.js';
import { commandHelp, overview } from './output/help.js';

/** Where a run reads from and writes to. */
export interface Surroundings {
  readonly environment: Environment;
  /** Data, a text with its lines. */
  readonly data: (text: string) => void;
  /** Everything else: progress, errors. */
  readonly note: (text: string) => void;
}

/** The command that arguments begin with, and the arguments behind its name. */
const chosen = (args: readonly string[]): { command: Command; rest: readonly string[] } | null => {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ');
    const command = COMMANDS.find((one) => one.name === name);
    if (command) return { command, rest: args.slice(words) };
  }
  return null;
};

const wantsHelp = (args: readonly string[]): boolean =>
  args.length === 0 || args[0] === 'help' || args[0] === '--help' || args.includes('--help');

/** What to say to a name that is none: the verbs of its noun, or everything. */
const orientation = (args: readonly string[]): string => {
  const ofNoun = COMMANDS.filter(({ name }) => name.startsWith(`${args[0] ?? ''} `));
  return overview(ofNoun.length === 0 ? COMMANDS : ofNoun);
};

/** How an error ends the process, and what is said of it. */
const judged = (error: unknown): { readonly exit: Exit; readonly words: string } => {
  if (error instanceof CommandError) return { exit: error.exit, words: error.message };
  if (error instanceof SettingsError) {
    const words = ['Nothing of `npm start` runs here, and the environment names no installation:', ...error.problems];
    return { exit: EXIT.usage, words: words.join('\n  ') };
  }
  return { exit: EXIT.failure, words: error instanceof Error ? error.message : String(error) };
};

/** Runs one command; answers the status to end with. */
export async function runCli(args: readonly string[], { environment, data, note }: Surroundings): Promise<Exit> {
  if (args[0] === '--version') {
    data(VERSION);
    return EXIT.ok;
  }
  const found = chosen(args);
  if (found === null) {
    const asked = wantsHelp(args);
    (asked ? data : note)(orientation(args[0] === 'help' ? args.slice(1) : args));
    return asked ? EXIT.ok : EXIT.usage;
  }
  const { command, rest } = found;
  try {
    const given = readArguments(command, rest);
    if (given.flag('help')) {
      data(commandHelp(command));
      return EXIT.ok;
    }
    const installation = await Installation.find(environment, given.text('data-dir'));
    const json = given.flag('json');
    const output = await command.run({ args: given, installation, progress: json ? () => undefined : note });
    data(json ? JSON.stringify(output.json, null, 2) : output.text);
    return output.exit ?? EXIT.ok;
  } catch (error) {
    const { exit, words } = judged(error);
    note(words);
    if (exit === EXIT.usage) note(`\n  waybill ${command.name} --help`);
    return exit;
  }
}
