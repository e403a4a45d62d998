import { createRequire } from 'node:module';
import { z } from 'zod';
import { repairCommit } from './commit.repair.js';
import { repairConnection } from './connection.repair.js';
import { repairFetchResponse } from './fetch-response.repair.js';
import { repairMembership } from './membership.repair.js';
import { repairProduceResponse } from './produce-response.repair.js';
import { repairRequestQueue } from './request-queue.repair.js';

/** The only version these repairs were written and tested for; kafkajs is pinned to it. */
const KAFKAJS = '2.2.4';

const manifest = z.object({ version: z.string() });

let done = false;

/** Mends kafkajs where it is broken, once a process. Throws when another version is installed. */
export function repairKafkajs(): void {
  if (done) return;
  const { version } = manifest.parse(createRequire(import.meta.url)('kafkajs/package.json'));
  if (version !== KAFKAJS) {
    throw new Error(`kafkajs ${version} is installed, its repairs were made for ${KAFKAJS}`);
  }
  repairRequestQueue();
  repairConnection();
  repairCommit();
  repairMembership();
  repairFetchResponse();
  repairProduceResponse();
  done = true;
}
