import kafkajs from 'kafkajs';
import Connection from 'kafkajs/src/network/connection.js';

/** Beyond kafkajs' own connection timeout, after which an attempt that has not answered never will (ms). */
const MARGIN_MS = 1_000;

/**
 * kafkajs opens one socket a caller when several ask an unconnected connection at once, and keeps the last: the others
 * stay open, and when the broker closes one of them as idle, the live connection's requests are failed. And an attempt
 * whose peer hangs up during the TLS handshake never settles. Here callers share one attempt, which always settles.
 */
export function repairConnection(): void {
  const connect = Connection.prototype.connect;
  const attempts = new WeakMap<Connection, Promise<unknown>>();
  Connection.prototype.connect = function connectOnce(this: Connection): Promise<unknown> {
    const under = attempts.get(this);
    if (under) return under;
    const attempt = settled(connect.call(this), this).finally(() => attempts.delete(this));
    attempts.set(this, attempt);
    return attempt;
  };
}

function settled(attempt: Promise<unknown>, { connectionTimeout, host, port }: Connection): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new kafkajs.KafkaJSConnectionError('Connection timeout', { broker: `${host}:${port}` }));
    }, connectionTimeout + MARGIN_MS);
    attempt.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
