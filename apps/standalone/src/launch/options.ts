import { parseArgs } from 'node:util';

/** What a person may ask of `npm start`. */
export interface LaunchOptions {
  /** A receiver and a destination to see something with. */
  readonly demo: boolean;
  /** Wipe what earlier runs left before starting. */
  readonly reset: boolean;
  /** Port of ingest; console is 100 above. */
  readonly portBase: number;
  /** Folder of data, logs and credentials; `null` is `.waybill` in the repository. */
  readonly dataDir: string | null;
  readonly help: boolean;
}

export const USAGE = `npm start [-- options]

  --no-demo        one space and nothing else: no demo receiver, no destination, no probe
  --reset          wipe the data of earlier runs first
  --port-base N    ingest on N, console on N + 100 (default 4000)
  --data-dir DIR   keep data, logs and credentials in DIR (default .waybill)
  --help           this text

Settings (WAYBILL_…) are taken from the environment and handed to every service.`;

const DEFAULT_PORT_BASE = 4000;
/** Below lie ports only root may take; the console's must exist too. */
const LEAST_PORT_BASE = 1024;
const GREATEST_PORT_BASE = 65_435;

const portBaseOf = (text: string | undefined): number | null => {
  if (text === undefined) return DEFAULT_PORT_BASE;
  const base = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return base >= LEAST_PORT_BASE && base <= GREATEST_PORT_BASE ? base : null;
};

/** Reads the arguments after `npm start --`; a string says what is wrong with them. */
export const parseLaunch = (args: readonly string[]): LaunchOptions | string => {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        demo: { type: 'boolean', default: true },
        reset: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        'port-base': { type: 'string' },
        'data-dir': { type: 'string' },
      },
    });
    const portBase = portBaseOf(values['port-base']);
    if (portBase === null) return `--port-base must be a number from ${LEAST_PORT_BASE} to ${GREATEST_PORT_BASE}`;
    const dataDir = values['data-dir'] ?? null;
    return { demo: values.demo, reset: values.reset, portBase, dataDir, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
