import { resolve } from 'node:path';
import { readSettings, type Environment, type SettingsOf, type SettingsTree } from '@app/service';
import { consoleAccess, ingestAccess, spaceChoice } from '../settings.js';
import { CommandError, EXIT } from '../command/command.error.js';
import { ApiClient } from './api.client.js';
import { findStack, type RunningStack } from './running.stack.js';

/** Where `npm start` keeps its data, seen from the repository. */
const DATA_DIR = '.waybill';

/** The installation commands work on: the stack that runs here, or the one the environment names. */
export class Installation {
  private constructor(
    private readonly environment: Environment,
    readonly stack: RunningStack | null,
  ) {}

  /** What the environment says wins over what runs here. */
  static async find(own: Environment, dataDir: string | undefined): Promise<Installation> {
    const stack = await findStack(resolve(dataDir ?? DATA_DIR));
    return new Installation({ ...stack?.environment, ...own }, stack);
  }

  /** The settings a command needs; throws a `SettingsError` that names those that are missing. */
  read<Tree extends SettingsTree>(tree: Tree): SettingsOf<Tree> {
    return readSettings(tree, this.environment).values;
  }

  /** Whether a variable is set, so that a command that can do without it does. */
  has(variable: string): boolean {
    return Boolean(this.environment[`WAYBILL_${variable}`]);
  }

  console(): ApiClient {
    const { console, token } = this.read(consoleAccess);
    return new ApiClient(console, token);
  }

  ingest(): ApiClient {
    const { ingest, secret } = this.read(ingestAccess);
    return new ApiClient(ingest, secret);
  }

  /** Path of the space a command works in: the one given, else the one of the settings. */
  spacePath(given: string | undefined): string {
    const space = given ?? this.read(spaceChoice).space;
    if (space === null) {
      throw new CommandError(EXIT.usage, 'which space? Name it with --space ID or WAYBILL_SPACE (see `spaces list`)');
    }
    return `/api/spaces/${encodeURIComponent(space)}`;
  }
}
