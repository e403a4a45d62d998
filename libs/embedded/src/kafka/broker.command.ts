import { join } from 'node:path';
import type { Command } from '../process/spawn.command.js';

/** Where the pieces of a broker's command line are. */
export interface BrokerParts {
  readonly java: string;
  /** The folder of jars. */
  readonly jars: string;
  /** The broker's own folder, which holds `server.properties`. */
  readonly folder: string;
}

const propertiesOf = (folder: string): string => join(folder, 'server.properties');

/** The broker's own log file. */
export const brokerLog = (folder: string): string => join(folder, 'server.log');

/** Formats the broker's data folder for a cluster. Ends within a second; C1 only, because it never gets warm. */
export const formatCommand = ({ java, jars, folder }: BrokerParts, clusterId: string): Command => ({
  file: java,
  args: [
    ...['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*')],
    ...['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', propertiesOf(folder), '--ignore-formatted'],
  ],
});

/** Runs the broker. */
export const serveCommand = ({ java, jars, folder }: BrokerParts, heap: string, logSettings: string): Command => ({
  file: java,
  args: [
    ...[`-Xmx${heap}`, '-XX:+UseSerialGC', '-XX:+ExitOnOutOfMemoryError', '-Djava.awt.headless=true'],
    ...[`-Dlog4j2.configurationFile=${logSettings}`, `-Dwaybill.log=${brokerLog(folder)}`],
    ...['-cp', join(jars, '*'), 'kafka.Kafka', propertiesOf(folder)],
  ],
});
