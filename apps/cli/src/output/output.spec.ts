import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../commands/index.js';
import { commandHelp, overview } from './help.js';
import { pairs, table } from './table.js';

describe('a table', () => {
  it('is aligned, with a dash for what is absent and a line for each row', () => {
    const rows = [
      { id: 'a-long-one', n: 1 as number | null },
      { id: 'b', n: null },
    ];
    const text = table(rows, [
      ['ID', ({ id }) => `${id}\n`],
      ['N', ({ n }) => n],
    ]);
    expect(text).toBe('ID           N\na-long-one   1\nb            -');
  });

  it('says that there is nothing', () => {
    expect(table([], [['ID', () => 'x']])).toBe('Nothing.');
  });

  it('of names and values is aligned as well', () => {
    expect(pairs({ id: 'x', enabled: true, reason: null })).toBe('id       x\nenabled  true\nreason   -');
  });
});

describe('help', () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'of %s begins with an example of it',
    (name, command) => {
      const [first] = commandHelp(command).split('\n');
      expect(first).toMatch(new RegExp(`^ {2}waybill ${name}`));
      for (const example of command.examples) expect(example.startsWith(name)).toBe(true);
    },
  );

  it('lists every command, and fits a terminal of 130 columns', () => {
    const text = overview(COMMANDS);
    for (const { name } of COMMANDS) expect(text).toContain(`  ${name}`);
    expect(text.split('\n').filter((line) => line.length > 130)).toEqual([]);
  });
});
