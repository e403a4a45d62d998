import { parseArgs } from 'node:util';
import { Arguments } from './arguments.js';
import { CommandError, EXIT } from './command.error.js';
import type { Command, Option } from './command.js';

/** Options every command has. */
export const COMMON: Readonly<Record<string, Option>> = {
  json: { help: 'machine-readable output; its form only ever grows' },
  'data-dir': { value: 'DIR', help: 'where `npm start` keeps its data (default .waybill)' },
  help: { help: 'this text' },
};

const parsed = (args: readonly string[], options: Readonly<Record<string, Option>>) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(options).map(([name, { value, repeated = false }]) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: repeated },
        ]),
      ),
    });
  } catch (error) {
    throw new CommandError(EXIT.usage, error instanceof Error ? error.message : String(error));
  }
};

/** Reads the arguments of a command; throws a `CommandError` that says what is wrong with them. */
export function readArguments(command: Command, args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args, { ...command.options, ...COMMON });
  if (values['help'] === true) return new Arguments(positionals, values);
  const required = command.positionals.filter((name) => name.startsWith('<')).length;
  if (positionals.length < required) {
    throw new CommandError(
      EXIT.usage,
      `${command.positionals.slice(positionals.length, required).join(' ')} is missing`,
    );
  }
  const surplus = positionals[command.positionals.length];
  if (surplus !== undefined) throw new CommandError(EXIT.usage, `${surplus} is one argument too many`);
  return new Arguments(positionals, values);
}
