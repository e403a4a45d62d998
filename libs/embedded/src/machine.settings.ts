import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Path of the first program of this name on the PATH, undefined where there is none. */
export const programOnPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);

/** Path of the `java` to use: JAVA_HOME's if it has one, else the first on the PATH. */
export const javaProgram = (): string | undefined => {
  const home = process.env['JAVA_HOME'];
  const ofHome = home ? join(home, 'bin', 'java') : undefined;
  return ofHome !== undefined && isProgram(ofHome) ? ofHome : programOnPath('java');
};

/** The folder of the repository: the nearest one above this file that holds the broker's POM. */
export const repositoryRoot = (): string => {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    if (isFile(join(at, 'libs', 'embedded', 'kafka', 'pom.xml'))) return at;
    if (at === dirname(at)) throw new Error(`No libs/embedded/kafka/pom.xml above ${import.meta.dirname}`);
  }
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
