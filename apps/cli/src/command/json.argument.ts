import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CommandError, EXIT } from './command.error.js';

const contentOf = async (given: string): Promise<string> => {
  if (given === '-') return text(process.stdin);
  if (!given.startsWith('@')) return given;
  try {
    return await readFile(given.slice(1), 'utf8');
  } catch (error) {
    throw new CommandError(EXIT.usage, error instanceof Error ? error.message : String(error));
  }
};

/** JSON given as text, as `@FILE`, or on stdin as `-`. Throws a `CommandError` for anything else. */
export async function readJsonArgument(given: string): Promise<unknown> {
  const content = await contentOf(given);
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new CommandError(EXIT.usage, `${given}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Fields given as `name=text` or `name:=JSON`. */
export function readFields(given: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    given.map((pair) => {
      const [, name, colon, value] = /^([\w.-]+)(:)?=([\s\S]*)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined) {
        throw new CommandError(EXIT.usage, `${pair}: must be name=text or name:=JSON`);
      }
      return [name, colon === undefined ? value : parsed(pair, value)];
    }),
  );
}

const parsed = (pair: string, value: string): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    throw new CommandError(EXIT.usage, `${pair}: is not JSON behind :=`);
  }
};
