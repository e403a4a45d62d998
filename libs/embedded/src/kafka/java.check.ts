import { EmbeddedError } from '../embedded.error.js';
import { javaProgram } from '../machine.settings.js';
import { runProgram } from '../process/run.program.js';

/** The oldest Java a Kafka 4 broker runs on. */
const oldestJava = 17;

/** Java's feature release from what `java -version` prints: 17 for "17.0.15", 8 for "1.8.0_412"; undefined if it says none. */
export const javaRelease = (printed: string): number | undefined => {
  const match = /version "(?:1\.)?(\d+)/.exec(printed);
  return match?.[1] === undefined ? undefined : Number(match[1]);
};

/** Path of a `java` that can run the broker; JAVA_MISSING or JAVA_TOO_OLD otherwise. */
export const ensureJava = async (): Promise<string> => {
  const java = javaProgram();
  const install = `Install Java ${oldestJava} or newer (for Debian: apt-get install openjdk-17-jre-headless)`;
  if (java === undefined) {
    throw new EmbeddedError(
      'JAVA_MISSING',
      `Kafka needs Java, and neither JAVA_HOME nor the PATH has one. ${install}.`,
    );
  }
  const { code, output } = await runProgram({ file: java, args: ['-version'] });
  const release = javaRelease(output);
  if (code !== 0 || release === undefined) {
    throw new EmbeddedError('JAVA_MISSING', `${java} does not run (${output.trim().slice(0, 200)}). ${install}.`);
  }
  if (release < oldestJava) {
    throw new EmbeddedError('JAVA_TOO_OLD', `${java} is Java ${release}. ${install}, or point JAVA_HOME to one.`);
  }
  return java;
};
