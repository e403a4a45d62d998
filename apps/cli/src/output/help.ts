import { COMMON } from '../command/read-arguments.js';
import type { Command, Option } from '../command/command.js';

/** Widest left column that still leaves room for an explanation. */
const MAX_LEFT = 44;

const column = (rows: readonly (readonly [left: string, right: string])[]): string[] => {
  const width = Math.min(MAX_LEFT, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};

const optionLines = (options: Readonly<Record<string, Option>>): string[] =>
  column(
    Object.entries(options).map(([name, { value, help }]) => [
      value === undefined ? `--${name}` : `--${name} ${value}`,
      help,
    ]),
  );

const typed = ({ name, positionals }: Command): string => [name, ...positionals].join(' ');

/** Help of one command: examples first. */
export const commandHelp = (command: Command): string =>
  [
    ...command.examples.map((example) => `  waybill ${example}`),
    '',
    `waybill ${typed(command)}`,
    `  ${command.summary}`,
    ...(command.note === undefined ? [] : [`  ${command.note}`]),
    '',
    ...optionLines({ ...command.options, ...COMMON }),
  ].join('\n');

/** Help of all commands: examples first. */
export const overview = (commands: readonly Command[]): string =>
  [
    '  npm run -s waybill -- doctor',
    '  npm run -s waybill -- events send --event deposit --uid u-1 --eid order-7 --value 25',
    '  npm run -s waybill -- deliveries list --status failed --json',
    '',
    ...column(commands.map((command) => [typed(command), command.summary])),
    '',
    'Every command explains itself with --help, and prints JSON with --json.',
    'Data go to stdout, all else to stderr. Ends with 0: done, 1: failed, 2: called wrongly, 3: not found or not healthy.',
    'Works on what `npm start` runs here; elsewhere on what the environment names: WAYBILL_CONSOLE_URL,',
    'WAYBILL_INGEST_URL, WAYBILL_ADMIN_TOKEN, WAYBILL_SPACE, WAYBILL_SPACE_SECRET, WAYBILL_DATABASE_URL,',
    'WAYBILL_KAFKA_BROKERS.',
  ].join('\n');
