/** Why a delivery or an attempt is what it is: the closed vocabulary of `reason`. */
export const REASONS = [
  'http_status',
  'timeout',
  'dns_error',
  'connection_refused',
  'connection_reset',
  'tls_error',
  'proxy_error',
  'blocked_address',
  'redirect',
  'gone',
  'throttled',
  'credentials',
  'body_rule',
  'too_old',
  'no_identifier',
  'missing_value',
  'currency_not_accepted',
  'graph_rejected',
  'attempts_exhausted',
  'horizon_passed',
  'asked_to_wait_too_long',
  'internal_error',
  'discarded',
  'destination_deleted',
  'unmapped',
  'filtered',
] as const;
export type Reason = (typeof REASONS)[number];

/** Why a destination is held or paused: the closed vocabulary of `state_reason`. */
export const STATE_REASONS = [
  'by_hand',
  'credentials',
  'gone',
  'throttled',
  'failing',
  'timeouts',
  'policy_block',
  'secret_unreadable',
] as const;
export type StateReason = (typeof STATE_REASONS)[number];
