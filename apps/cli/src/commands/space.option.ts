import type { Option } from '../command/command.js';

/** Of every command that works in a space. */
export const SPACE: Readonly<Record<string, Option>> = {
  space: { value: 'ID', help: 'the space (default WAYBILL_SPACE, or the one of `npm start`)' },
};
