import { connect } from 'node:net';

/** A broker as a Metadata response names it. */
export interface ListedBroker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

const metadataKey = 3;
/** The first version in which an empty list of topics means none, not all. */
const metadataVersion = 1;
const correlationId = 1;
const clientId = 'waybill-embedded';

/** A Kafka Metadata request (v1) for no topic, with its length prefix. */
export const metadataRequest = (): Buffer => {
  const body = Buffer.alloc(2 + 2 + 4 + 2 + clientId.length + 4);
  body.writeInt16BE(metadataKey, 0);
  body.writeInt16BE(metadataVersion, 2);
  body.writeInt32BE(correlationId, 4);
  body.writeInt16BE(clientId.length, 8);
  body.write(clientId, 10, 'latin1');
  const frame = Buffer.alloc(4 + body.length);
  frame.writeInt32BE(body.length, 0);
  body.copy(frame, 4);
  return frame;
};

/** The brokers a Metadata response (v1) lists; undefined while the frame is incomplete; throws if it is no such response. */
export const parseMetadata = (frame: Buffer): ListedBroker[] | undefined => {
  if (frame.length < 4 || frame.length < 4 + frame.readInt32BE(0)) return undefined;
  if (frame.readInt32BE(4) !== correlationId) throw new Error('Not an answer to our request');
  let at = 12;
  const text = (): string => {
    const length = frame.readInt16BE(at);
    at += 2 + Math.max(0, length);
    return length < 0 ? '' : frame.toString('utf8', at - length, at);
  };
  const int32 = (): number => frame.readInt32BE((at += 4) - 4);
  return Array.from({ length: frame.readInt32BE(8) }, () => {
    const broker = { id: int32(), host: text(), port: int32() };
    text();
    return broker;
  });
};

/**
 * The brokers that the broker at this port of 127.0.0.1 knows as alive and unfenced; empty if it does not answer within
 * `withinMs`. Kafka opens its port before it takes part in the cluster, so "listening" would say too little.
 */
export const listedBrokers = (port: number, withinMs = 1_000): Promise<ListedBroker[]> =>
  new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (brokers: ListedBroker[]): void => {
      socket.destroy();
      resolve(brokers);
    };
    socket.setTimeout(withinMs, () => finish([]));
    socket.on('error', () => finish([])).on('close', () => finish([]));
    socket.on('connect', () => socket.write(metadataRequest()));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      try {
        const brokers = parseMetadata(received);
        if (brokers) finish(brokers);
      } catch {
        // Somebody else listens here, or it is not ready to speak Kafka.
        finish([]);
      }
    });
  });
