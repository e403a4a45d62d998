import type { Command } from '../command/command.js';
import { deliveriesCommands } from './deliveries.commands.js';
import { destinationsCommands } from './destinations.commands.js';
import { doctorCommand } from './doctor.command.js';
import { eventsCommands } from './events.commands.js';
import { keysCommands } from './keys.commands.js';
import { migrateCommand } from './migrate.command.js';
import { spacesCommands } from './spaces.commands.js';
import { testSendCommand } from './test-send.command.js';
import { topicsCommands } from './topics.commands.js';

/** Every command, in the order help lists them. */
export const COMMANDS: readonly Command[] = [
  doctorCommand,
  migrateCommand,
  ...topicsCommands,
  ...spacesCommands,
  ...keysCommands,
  ...destinationsCommands,
  testSendCommand,
  ...deliveriesCommands,
  ...eventsCommands,
];
