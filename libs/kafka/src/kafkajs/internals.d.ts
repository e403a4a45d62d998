/** The few insides of kafkajs 2.2.4 that are repaired at load; see repairs.ts. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    pending: unknown[];
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
  export default RequestQueue;
}

declare module 'kafkajs/src/consumer/runner.js' {
  class Runner {
    running: boolean;
    consumerGroup: { commitOffsets(offsets: object): Promise<void> };
    commitOffsets(offsets: object): Promise<void> | undefined;
  }
  export default Runner;
}

declare module 'kafkajs/src/protocol/requests/fetch/v11/response.js' {
  const response: {
    decode: (rawData: Buffer) => Promise<{
      responses: {
        topicName: string;
        partitions: { partition: number; messages: { offset: string; isControlRecord?: boolean }[] }[];
      }[];
    }>;
  };
  export default response;
}

declare module 'kafkajs/src/network/connection.js' {
  class Connection {
    host: string;
    port: number;
    connectionTimeout: number;
    connect: (this: Connection) => Promise<unknown>;
  }
  export default Connection;
}

declare module 'kafkajs/src/protocol/requests/produce/v7/response.js' {
  interface ProduceAnswer {
    topics: {
      topicName: string;
      partitions: { partition: number; errorCode: number; baseOffset: string; logAppendTime: string }[];
    }[];
  }
  const response: { parse: (data: ProduceAnswer) => Promise<ProduceAnswer> };
  export default response;
}

declare module 'kafkajs/src/consumer/consumerGroup.js' {
  class ConsumerGroup {
    cluster: object;
    memberId: string | null;
    leave: (this: ConsumerGroup) => Promise<void>;
    joinAndSync: (this: ConsumerGroup) => Promise<void>;
  }
  export default ConsumerGroup;
}
