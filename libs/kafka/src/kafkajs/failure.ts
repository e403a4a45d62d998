/** What a fault of kafkajs or of the broker means for what was asked. */
export type Failure =
  /** A record (or the whole request) is larger than the broker takes. */
  | 'too_large'
  /** The topic, or one of the topics the client knows, does not exist. */
  | 'unknown_topic'
  /** Will be refused again just the same. */
  | 'refused'
  /** May work in a moment: leaders move, brokers come back. */
  | 'passing';

const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
const REFUSED = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_REQUIRED_ACKS',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'INVALID_REQUEST',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'POLICY_VIOLATION',
]);
/** INVALID_RECORD, newer than kafkajs' table: it arrives as UNKNOWN with this code. */
const INVALID_RECORD_CODE = 87;

/** Follows `cause` (kafkajs wraps twice) to the broker's own word. */
export function protocolType(error: unknown): string | null {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 8; depth++) {
    if ('type' in at && typeof at.type === 'string')
      return 'code' in at && at.code === INVALID_RECORD_CODE ? 'INVALID_RECORD' : at.type;
    at = 'cause' in at ? at.cause : null;
  }
  return null;
}

/** Sorts a fault; what is not known is taken to pass. */
export function failureOf(error: unknown): Failure {
  const type = protocolType(error);
  if (type === null) return 'passing';
  if (TOO_LARGE.has(type)) return 'too_large';
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return 'unknown_topic';
  return REFUSED.has(type) ? 'refused' : 'passing';
}

/** The words of a fault, for logs and errors. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
