import { describe, expect, it } from '@jest/globals';
import { readArguments } from './read-arguments.js';
import { CommandError } from './command.error.js';
import type { Command } from './command.js';
import { readFields, readJsonArgument } from './json.argument.js';

const command: Command = {
  name: 'things show',
  positionals: ['<id>', '[more]'],
  summary: '',
  examples: [],
  options: { kind: { value: 'K', help: '' }, status: { value: 'S', repeated: true, help: '' }, fast: { help: '' } },
  run: () => Promise.reject(new Error('not here')),
};

describe('arguments', () => {
  it('are read by name and place', () => {
    const args = readArguments(command, ['a', '--kind=x', '--status', 's1', '--status', 's2', '--fast']);
    expect(args.positional(0)).toBe('a');
    expect([args.text('kind'), args.text('none'), args.flag('fast'), args.flag('json')]).toEqual([
      'x',
      undefined,
      true,
      false,
    ]);
    expect(args.texts('status')).toEqual(['s1', 's2']);
  });

  it.each([
    [[], /<id> is missing/],
    [['a', 'b', 'c'], /c is one argument too many/],
    [['a', '--knid', 'x'], /--knid/],
    [['a', '--kind'], /--kind/],
  ])('%j are refused', (given, words) => {
    expect(() => readArguments(command, given)).toThrow(words);
  });

  it('may be missing where help is wanted', () => {
    expect(readArguments(command, ['--help']).flag('help')).toBe(true);
  });
});

describe('fields', () => {
  it('are text, or JSON behind :=', () => {
    expect(readFields(['url=https://a/?b=c', 'n:=[1]', 'empty='])).toEqual({
      url: 'https://a/?b=c',
      n: [1],
      empty: '',
    });
  });

  it.each([['url'], ['n:={'], ['=x']])('are not %s', (given) => {
    expect(() => readFields([given])).toThrow(CommandError);
  });

  it('come from a file too, which must be there', async () => {
    expect(await readJsonArgument('{"a":1}')).toEqual({ a: 1 });
    await expect(readJsonArgument('@/nowhere.json')).rejects.toThrow(/ENOENT/);
    await expect(readJsonArgument('{')).rejects.toThrow(/JSON/);
  });
});
