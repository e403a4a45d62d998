import { AsyncLocalStorage } from 'node:async_hooks';
import type { RecordMetadata } from 'kafkajs';
import response from 'kafkajs/src/protocol/requests/produce/v7/response.js';

const answers = new AsyncLocalStorage<RecordMetadata[]>();

/**
 * When a broker refuses one partition of a request, or one broker of several fails, kafkajs throws and forgets what
 * the rest was answered; sending all of it again stores it twice. Here every answer is also noted for the send it
 * belongs to, found by its asynchronous context.
 */
export function repairProduceResponse(): void {
  const parse = response.parse;
  response.parse = (data) => {
    const noted = answers.getStore();
    for (const { topicName, partitions } of data.topics) {
      for (const partition of partitions) noted?.push({ topicName, ...partition });
    }
    return parse(data);
  };
}

/** What came of a send: every partition some broker answered for, and the fault if it failed. */
export interface SendOutcome {
  readonly answered: readonly RecordMetadata[];
  readonly fault: { readonly cause: unknown } | null;
}

/** Runs a send and notes all answers it gets, also when it fails. Never rejects. */
export function noteAnswers(send: () => Promise<unknown>): Promise<SendOutcome> {
  const answered: RecordMetadata[] = [];
  return answers.run(answered, async () => {
    try {
      await send();
      return { answered, fault: null };
    } catch (cause) {
      return { answered, fault: { cause } };
    }
  });
}
