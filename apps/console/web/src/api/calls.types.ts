// Generated from the table of routes: UPDATE=1 npm run jest -- test/support/page-types.spec.ts --selectProjects unit

/** A parameter of a query; several values mean any of them. */
export type Filter = string | number | readonly string[] | undefined;

/** Every call of the API by method and path. */
export interface Calls {
  readonly 'POST /api/session': {
    readonly query: {};
    readonly body: { readonly email: string; readonly password: string };
    readonly answer: {
      readonly actor: string;
      readonly email: string | null;
      readonly role: 'viewer' | 'operator' | 'admin';
      readonly space_ids: readonly string[] | null;
      readonly csrf_token: string | null;
      readonly ingest_url: string | null;
      readonly version: string;
    };
  };
  readonly 'DELETE /api/session': {
    readonly query: {};
    readonly body: null;
    readonly answer: null;
  };
  readonly 'GET /api/me': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly actor: string;
      readonly email: string | null;
      readonly role: 'viewer' | 'operator' | 'admin';
      readonly space_ids: readonly string[] | null;
      readonly csrf_token: string | null;
      readonly ingest_url: string | null;
      readonly version: string;
    };
  };
  readonly 'GET /api/spaces': {
    readonly query: { readonly limit?: Filter; readonly cursor?: Filter };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly time_zone: string;
        readonly event_aliases: { readonly [name: string]: 'contact' | 'subscribed' | 'registration' | 'deposit' };
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'POST /api/spaces': {
    readonly query: {};
    readonly body: {
      readonly name: string;
      readonly time_zone?: string;
      readonly event_aliases?: { readonly [name: string]: 'contact' | 'subscribed' | 'registration' | 'deposit' };
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly secret: string;
      readonly ingest_token: string;
    };
  };
  readonly 'GET /api/spaces/:space': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly time_zone: string;
      readonly event_aliases: { readonly [name: string]: 'contact' | 'subscribed' | 'registration' | 'deposit' };
      readonly created_at: string;
    };
  };
  readonly 'PATCH /api/spaces/:space': {
    readonly query: {};
    readonly body: { readonly [name: string]: unknown };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly time_zone: string;
      readonly event_aliases: { readonly [name: string]: 'contact' | 'subscribed' | 'registration' | 'deposit' };
      readonly created_at: string;
    };
  };
  readonly 'GET /api/spaces/:space/keys': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly kind: 'secret' | 'ingest_token';
        readonly hint: string;
        readonly created_at: string;
        readonly last_used_at: string | null;
        readonly previous_expires_at: string | null;
        readonly previous_last_used_at: string | null;
      }[];
    };
  };
  readonly 'POST /api/spaces/:space/keys/:kind/rotate': {
    readonly query: {};
    readonly body: { readonly overlap_s?: number };
    readonly answer: {
      readonly secret?: string;
      readonly ingest_token?: string;
      readonly previous_expires_at: string | null;
    };
  };
  readonly 'DELETE /api/spaces/:space/keys/:kind/previous': {
    readonly query: {};
    readonly body: null;
    readonly answer: null;
  };
  readonly 'GET /api/destination_kinds': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly kind: string;
        readonly fields: readonly {
          readonly name: string;
          readonly label: string;
          readonly help: string;
          readonly type: string;
          readonly choices?: readonly string[];
          readonly required: boolean;
          readonly secret: boolean;
          readonly default: unknown;
        }[];
        readonly presets: readonly {
          readonly id: string;
          readonly name: string;
          readonly help: string;
          readonly config: { readonly [name: string]: unknown };
          readonly event_map: { readonly [name: string]: string };
          readonly asks: readonly {
            readonly name: string;
            readonly label: string;
            readonly help: string;
            readonly type: string;
            readonly choices?: readonly string[];
            readonly required: boolean;
            readonly secret: boolean;
            readonly default: unknown;
          }[];
        }[];
        readonly event_map: { readonly [name: string]: string };
        readonly defaults: { readonly [name: string]: unknown };
      }[];
    };
  };
  readonly 'GET /api/spaces/:space/destinations': {
    readonly query: { readonly limit?: Filter; readonly cursor?: Filter };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly id: string;
        readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
        readonly name: string;
        readonly enabled: boolean;
        readonly config: { readonly [name: string]: unknown };
        readonly event_map: { readonly [name: string]: string };
        readonly filter: {
          readonly links?: readonly string[];
          readonly countries?: readonly string[];
          readonly value_min?: string;
          readonly deposit?: 'all' | 'first' | 'repeat';
        };
        readonly currency_map: { readonly [name: string]: string };
        readonly proxy_url: string | null;
        readonly max_attempts: number;
        readonly horizon_s: number;
        readonly max_concurrency: number;
        readonly rate_per_s: number | null;
        readonly timeout_ms: number;
        readonly state: 'off' | 'active' | 'held' | 'paused';
        readonly state_reason:
          | 'by_hand'
          | 'credentials'
          | 'gone'
          | 'throttled'
          | 'failing'
          | 'timeouts'
          | 'policy_block'
          | 'secret_unreadable'
          | null;
        readonly held_until: string | null;
        readonly revision: number;
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'POST /api/spaces/:space/destinations': {
    readonly query: {};
    readonly body:
      | {
          readonly name: string;
          readonly enabled?: boolean;
          readonly config: {
            readonly pixel_id: string;
            readonly access_token: string;
            readonly api_version?: string;
            readonly action_source?:
              | 'website'
              | 'chat'
              | 'system_generated'
              | 'email'
              | 'phone_call'
              | 'physical_store'
              | 'other'
              | {
                  readonly default:
                    'website' | 'chat' | 'system_generated' | 'email' | 'phone_call' | 'physical_store' | 'other';
                  readonly contact?:
                    'website' | 'chat' | 'system_generated' | 'email' | 'phone_call' | 'physical_store' | 'other';
                  readonly subscribed?:
                    'website' | 'chat' | 'system_generated' | 'email' | 'phone_call' | 'physical_store' | 'other';
                  readonly registration?:
                    'website' | 'chat' | 'system_generated' | 'email' | 'phone_call' | 'physical_store' | 'other';
                  readonly deposit?:
                    'website' | 'chat' | 'system_generated' | 'email' | 'phone_call' | 'physical_store' | 'other';
                };
            readonly event_source_url?: string | null;
            readonly test_event_code?: string | null;
            readonly test_event_code_on?: 'tests' | 'all';
            readonly batch_max?: number;
            readonly event_id_from?: 'delivery' | 'eid';
          };
          readonly event_map?: { readonly [name: string]: string };
          readonly filter?: {
            readonly links?: readonly string[];
            readonly countries?: readonly string[];
            readonly value_min?: string | number;
            readonly deposit?: 'all' | 'first' | 'repeat';
          };
          readonly currency_map?: { readonly [name: string]: string };
          readonly proxy_url?: string | null;
          readonly max_attempts?: number;
          readonly horizon_s?: number;
          readonly max_concurrency?: number;
          readonly rate_per_s?: number | null;
          readonly timeout_ms?: number;
          readonly kind: 'fb_capi';
        }
      | {
          readonly name: string;
          readonly enabled?: boolean;
          readonly config: {
            readonly url: string;
            readonly method?: 'POST' | 'PUT' | 'PATCH';
            readonly headers?: { readonly [name: string]: string };
            readonly signing_secret?: string;
            readonly previous_signing_secrets?: readonly { readonly secret: string; readonly expires_at_ms: number }[];
          };
          readonly event_map?: { readonly [name: string]: string };
          readonly filter?: {
            readonly links?: readonly string[];
            readonly countries?: readonly string[];
            readonly value_min?: string | number;
            readonly deposit?: 'all' | 'first' | 'repeat';
          };
          readonly currency_map?: { readonly [name: string]: string };
          readonly proxy_url?: string | null;
          readonly max_attempts?: number;
          readonly horizon_s?: number;
          readonly max_concurrency?: number;
          readonly rate_per_s?: number | null;
          readonly timeout_ms?: number;
          readonly kind: 'webhook';
        }
      | {
          readonly name: string;
          readonly enabled?: boolean;
          readonly config: {
            readonly url_template: string;
            readonly method?: 'GET' | 'POST';
            readonly expected_status?: number | readonly number[] | '2xx';
            readonly body_must_contain?: string | null;
            readonly body_must_not_contain?: string | null;
            readonly secrets?: { readonly [name: string]: string };
          };
          readonly event_map?: { readonly [name: string]: string };
          readonly filter?: {
            readonly links?: readonly string[];
            readonly countries?: readonly string[];
            readonly value_min?: string | number;
            readonly deposit?: 'all' | 'first' | 'repeat';
          };
          readonly currency_map?: { readonly [name: string]: string };
          readonly proxy_url?: string | null;
          readonly max_attempts?: number;
          readonly horizon_s?: number;
          readonly max_concurrency?: number;
          readonly rate_per_s?: number | null;
          readonly timeout_ms?: number;
          readonly kind: 's2s_postback';
        };
    readonly answer: {
      readonly id: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly name: string;
      readonly enabled: boolean;
      readonly config: { readonly [name: string]: unknown };
      readonly event_map: { readonly [name: string]: string };
      readonly filter: {
        readonly links?: readonly string[];
        readonly countries?: readonly string[];
        readonly value_min?: string;
        readonly deposit?: 'all' | 'first' | 'repeat';
      };
      readonly currency_map: { readonly [name: string]: string };
      readonly proxy_url: string | null;
      readonly max_attempts: number;
      readonly horizon_s: number;
      readonly max_concurrency: number;
      readonly rate_per_s: number | null;
      readonly timeout_ms: number;
      readonly state: 'off' | 'active' | 'held' | 'paused';
      readonly state_reason:
        | 'by_hand'
        | 'credentials'
        | 'gone'
        | 'throttled'
        | 'failing'
        | 'timeouts'
        | 'policy_block'
        | 'secret_unreadable'
        | null;
      readonly held_until: string | null;
      readonly revision: number;
      readonly created_at: string;
      readonly warnings?: readonly string[];
      readonly signing_secret?: string;
    };
  };
  readonly 'GET /api/spaces/:space/destinations/:id': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly name: string;
      readonly enabled: boolean;
      readonly config: { readonly [name: string]: unknown };
      readonly event_map: { readonly [name: string]: string };
      readonly filter: {
        readonly links?: readonly string[];
        readonly countries?: readonly string[];
        readonly value_min?: string;
        readonly deposit?: 'all' | 'first' | 'repeat';
      };
      readonly currency_map: { readonly [name: string]: string };
      readonly proxy_url: string | null;
      readonly max_attempts: number;
      readonly horizon_s: number;
      readonly max_concurrency: number;
      readonly rate_per_s: number | null;
      readonly timeout_ms: number;
      readonly state: 'off' | 'active' | 'held' | 'paused';
      readonly state_reason:
        | 'by_hand'
        | 'credentials'
        | 'gone'
        | 'throttled'
        | 'failing'
        | 'timeouts'
        | 'policy_block'
        | 'secret_unreadable'
        | null;
      readonly held_until: string | null;
      readonly revision: number;
      readonly created_at: string;
    };
  };
  readonly 'PATCH /api/spaces/:space/destinations/:id': {
    readonly query: {};
    readonly body: { readonly [name: string]: unknown };
    readonly answer: {
      readonly id: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly name: string;
      readonly enabled: boolean;
      readonly config: { readonly [name: string]: unknown };
      readonly event_map: { readonly [name: string]: string };
      readonly filter: {
        readonly links?: readonly string[];
        readonly countries?: readonly string[];
        readonly value_min?: string;
        readonly deposit?: 'all' | 'first' | 'repeat';
      };
      readonly currency_map: { readonly [name: string]: string };
      readonly proxy_url: string | null;
      readonly max_attempts: number;
      readonly horizon_s: number;
      readonly max_concurrency: number;
      readonly rate_per_s: number | null;
      readonly timeout_ms: number;
      readonly state: 'off' | 'active' | 'held' | 'paused';
      readonly state_reason:
        | 'by_hand'
        | 'credentials'
        | 'gone'
        | 'throttled'
        | 'failing'
        | 'timeouts'
        | 'policy_block'
        | 'secret_unreadable'
        | null;
      readonly held_until: string | null;
      readonly revision: number;
      readonly created_at: string;
      readonly warnings?: readonly string[];
      readonly signing_secret?: string;
    };
  };
  readonly 'DELETE /api/spaces/:space/destinations/:id': {
    readonly query: { readonly discard?: Filter };
    readonly body: null;
    readonly answer: null;
  };
  readonly 'POST /api/spaces/:space/destinations/:id/pause': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly name: string;
      readonly enabled: boolean;
      readonly config: { readonly [name: string]: unknown };
      readonly event_map: { readonly [name: string]: string };
      readonly filter: {
        readonly links?: readonly string[];
        readonly countries?: readonly string[];
        readonly value_min?: string;
        readonly deposit?: 'all' | 'first' | 'repeat';
      };
      readonly currency_map: { readonly [name: string]: string };
      readonly proxy_url: string | null;
      readonly max_attempts: number;
      readonly horizon_s: number;
      readonly max_concurrency: number;
      readonly rate_per_s: number | null;
      readonly timeout_ms: number;
      readonly state: 'off' | 'active' | 'held' | 'paused';
      readonly state_reason:
        | 'by_hand'
        | 'credentials'
        | 'gone'
        | 'throttled'
        | 'failing'
        | 'timeouts'
        | 'policy_block'
        | 'secret_unreadable'
        | null;
      readonly held_until: string | null;
      readonly revision: number;
      readonly created_at: string;
    };
  };
  readonly 'POST /api/spaces/:space/destinations/:id/resume': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly name: string;
      readonly enabled: boolean;
      readonly config: { readonly [name: string]: unknown };
      readonly event_map: { readonly [name: string]: string };
      readonly filter: {
        readonly links?: readonly string[];
        readonly countries?: readonly string[];
        readonly value_min?: string;
        readonly deposit?: 'all' | 'first' | 'repeat';
      };
      readonly currency_map: { readonly [name: string]: string };
      readonly proxy_url: string | null;
      readonly max_attempts: number;
      readonly horizon_s: number;
      readonly max_concurrency: number;
      readonly rate_per_s: number | null;
      readonly timeout_ms: number;
      readonly state: 'off' | 'active' | 'held' | 'paused';
      readonly state_reason:
        | 'by_hand'
        | 'credentials'
        | 'gone'
        | 'throttled'
        | 'failing'
        | 'timeouts'
        | 'policy_block'
        | 'secret_unreadable'
        | null;
      readonly held_until: string | null;
      readonly revision: number;
      readonly created_at: string;
    };
  };
  readonly 'POST /api/spaces/:space/destinations/:id/rotate_secret': {
    readonly query: {};
    readonly body: { readonly overlap_s?: number };
    readonly answer: {
      readonly signing_secret: string;
      readonly previous_expires_at: string;
      readonly revision: number;
    };
  };
  readonly 'GET /api/spaces/:space/destinations/:id/revisions': {
    readonly query: { readonly limit?: Filter; readonly cursor?: Filter };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly revision: number;
        readonly at: string;
        readonly actor: string;
        readonly snapshot: { readonly [name: string]: unknown };
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'POST /api/spaces/:space/destinations/preview': {
    readonly query: {};
    readonly body:
      | {
          readonly name?: string;
          readonly enabled?: boolean;
          readonly config: { readonly [name: string]: unknown };
          readonly event_map?: { readonly [name: string]: string };
          readonly filter?: {
            readonly links?: readonly string[];
            readonly countries?: readonly string[];
            readonly value_min?: string | number;
            readonly deposit?: 'all' | 'first' | 'repeat';
          };
          readonly currency_map?: { readonly [name: string]: string };
          readonly proxy_url?: string | null;
          readonly max_attempts?: number;
          readonly horizon_s?: number;
          readonly max_concurrency?: number;
          readonly rate_per_s?: number | null;
          readonly timeout_ms?: number;
          readonly kind: 'fb_capi';
          readonly destination_id?: string;
          readonly canonical?: 'contact' | 'subscribed' | 'registration' | 'deposit';
          readonly inbox_id?: string;
        }
      | {
          readonly name?: string;
          readonly enabled?: boolean;
          readonly config: { readonly [name: string]: unknown };
          readonly event_map?: { readonly [name: string]: string };
          readonly filter?: {
            readonly links?: readonly string[];
            readonly countries?: readonly string[];
            readonly value_min?: string | number;
            readonly deposit?: 'all' | 'first' | 'repeat';
          };
          readonly currency_map?: { readonly [name: string]: string };
          readonly proxy_url?: string | null;
          readonly max_attempts?: number;
          readonly horizon_s?: number;
          readonly max_concurrency?: number;
          readonly rate_per_s?: number | null;
          readonly timeout_ms?: number;
          readonly kind: 'webhook';
          readonly destination_id?: string;
          readonly canonical?: 'contact' | 'subscribed' | 'registration' | 'deposit';
          readonly inbox_id?: string;
        }
      | {
          readonly name?: string;
          readonly enabled?: boolean;
          readonly config: { readonly [name: string]: unknown };
          readonly event_map?: { readonly [name: string]: string };
          readonly filter?: {
            readonly links?: readonly string[];
            readonly countries?: readonly string[];
            readonly value_min?: string | number;
            readonly deposit?: 'all' | 'first' | 'repeat';
          };
          readonly currency_map?: { readonly [name: string]: string };
          readonly proxy_url?: string | null;
          readonly max_attempts?: number;
          readonly horizon_s?: number;
          readonly max_concurrency?: number;
          readonly rate_per_s?: number | null;
          readonly timeout_ms?: number;
          readonly kind: 's2s_postback';
          readonly destination_id?: string;
          readonly canonical?: 'contact' | 'subscribed' | 'registration' | 'deposit';
          readonly inbox_id?: string;
        };
    readonly answer: {
      readonly inbox_id: string | null;
      readonly canonical: 'contact' | 'subscribed' | 'registration' | 'deposit';
      readonly request?: {
        readonly method: string;
        readonly url: string;
        readonly headers: { readonly [name: string]: string };
        readonly body: { readonly text: string | null; readonly base64?: string; readonly truncated?: boolean } | null;
      };
      readonly refusal?: {
        readonly reason:
          | 'http_status'
          | 'timeout'
          | 'dns_error'
          | 'connection_refused'
          | 'connection_reset'
          | 'tls_error'
          | 'proxy_error'
          | 'blocked_address'
          | 'redirect'
          | 'gone'
          | 'throttled'
          | 'credentials'
          | 'body_rule'
          | 'too_old'
          | 'no_identifier'
          | 'missing_value'
          | 'currency_not_accepted'
          | 'graph_rejected'
          | 'attempts_exhausted'
          | 'horizon_passed'
          | 'asked_to_wait_too_long'
          | 'internal_error'
          | 'discarded'
          | 'destination_deleted'
          | 'unmapped'
          | 'filtered';
        readonly detail: string;
      };
      readonly warnings: readonly string[];
    };
  };
  readonly 'POST /api/spaces/:space/destinations/:id/test': {
    readonly query: {};
    readonly body: {
      readonly canonical?: 'contact' | 'subscribed' | 'registration' | 'deposit';
      readonly inbox_id?: string;
    };
    readonly answer: {
      readonly verdict: 'sent' | 'retry' | 'dead' | 'keep';
      readonly reason:
        | 'http_status'
        | 'timeout'
        | 'dns_error'
        | 'connection_refused'
        | 'connection_reset'
        | 'tls_error'
        | 'proxy_error'
        | 'blocked_address'
        | 'redirect'
        | 'gone'
        | 'throttled'
        | 'credentials'
        | 'body_rule'
        | 'too_old'
        | 'no_identifier'
        | 'missing_value'
        | 'currency_not_accepted'
        | 'graph_rejected'
        | 'attempts_exhausted'
        | 'horizon_passed'
        | 'asked_to_wait_too_long'
        | 'internal_error'
        | 'discarded'
        | 'destination_deleted'
        | 'unmapped'
        | 'filtered'
        | null;
      readonly detail: string | null;
      readonly http_status: number | null;
      readonly may_have_arrived: boolean;
      readonly started_at: string;
      readonly duration_ms: number;
      readonly request: {
        readonly method: string;
        readonly url: string;
        readonly headers: { readonly [name: string]: string };
        readonly body: { readonly text: string | null; readonly base64?: string; readonly truncated?: boolean } | null;
      } | null;
      readonly response:
        | {
            readonly status: number;
            readonly headers: { readonly [name: string]: string };
            readonly body: { readonly text: string | null; readonly base64?: string; readonly truncated?: boolean };
          }
        | { readonly fault: string; readonly detail: string }
        | null;
    };
  };
  readonly 'GET /api/spaces/:space/links': {
    readonly query: { readonly limit?: Filter; readonly cursor?: Filter };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly id: string;
        readonly slug: string;
        readonly url: string | null;
        readonly name: string;
        readonly landing: string;
        readonly creative: string | null;
        readonly source: string | null;
        readonly note: string | null;
        readonly enabled: boolean;
        readonly created_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'POST /api/spaces/:space/links': {
    readonly query: {};
    readonly body: {
      readonly name: string;
      readonly landing: string;
      readonly creative?: string | null;
      readonly source?: string | null;
      readonly note?: string | null;
      readonly enabled?: boolean;
      readonly slug: string;
    };
    readonly answer: {
      readonly id: string;
      readonly slug: string;
      readonly url: string | null;
      readonly name: string;
      readonly landing: string;
      readonly creative: string | null;
      readonly source: string | null;
      readonly note: string | null;
      readonly enabled: boolean;
      readonly created_at: string;
    };
  };
  readonly 'GET /api/spaces/:space/links/:id': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly slug: string;
      readonly url: string | null;
      readonly name: string;
      readonly landing: string;
      readonly creative: string | null;
      readonly source: string | null;
      readonly note: string | null;
      readonly enabled: boolean;
      readonly created_at: string;
    };
  };
  readonly 'PATCH /api/spaces/:space/links/:id': {
    readonly query: {};
    readonly body: { readonly [name: string]: unknown };
    readonly answer: {
      readonly id: string;
      readonly slug: string;
      readonly url: string | null;
      readonly name: string;
      readonly landing: string;
      readonly creative: string | null;
      readonly source: string | null;
      readonly note: string | null;
      readonly enabled: boolean;
      readonly created_at: string;
    };
  };
  readonly 'DELETE /api/spaces/:space/links/:id': {
    readonly query: {};
    readonly body: null;
    readonly answer: null;
  };
  readonly 'GET /api/spaces/:space/clicks/:uid': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly uid: string | null;
      readonly tg_id: string | null;
      readonly fbclid: string | null;
      readonly campaign_id: string | null;
      readonly campaign_name: string | null;
      readonly adset_id: string | null;
      readonly adset_name: string | null;
      readonly ad_id: string | null;
      readonly ad_name: string | null;
      readonly placement: string | null;
      readonly country: string | null;
      readonly link: string | null;
      readonly params: { readonly [name: string]: string };
      readonly fbp: string | null;
      readonly ip: string | null;
      readonly user_agent: string | null;
      readonly clicked_at_ms: number | null;
      readonly landing: string | null;
      readonly link_id: string | null;
      readonly clicked_at: string;
      readonly accepted_at: string;
    };
  };
  readonly 'GET /api/spaces/:space/health': {
    readonly query: { readonly from?: Filter; readonly to?: Filter };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly destination_id: string;
        readonly name: string;
        readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
        readonly state: 'off' | 'active' | 'held' | 'paused';
        readonly state_reason:
          | 'by_hand'
          | 'credentials'
          | 'gone'
          | 'throttled'
          | 'failing'
          | 'timeouts'
          | 'policy_block'
          | 'secret_unreadable'
          | null;
        readonly held_until: string | null;
        readonly sent: number;
        readonly pending: number;
        readonly failed: number;
        readonly failed_permanently: number;
        readonly discarded: number;
        readonly last_success_at: string | null;
        readonly oldest_pending_at: string | null;
        readonly next_retry_at: string | null;
      }[];
    };
  };
  readonly 'GET /api/spaces/:space/deliveries': {
    readonly query: {
      readonly status?: Filter;
      readonly destination?: Filter;
      readonly kind?: Filter;
      readonly canonical?: Filter;
      readonly reason?: Filter;
      readonly uid?: Filter;
      readonly eid?: Filter;
      readonly event_id?: Filter;
      readonly from?: Filter;
      readonly to?: Filter;
      readonly limit?: Filter;
      readonly cursor?: Filter;
    };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly event_id: string;
        readonly inbox_id: string;
        readonly destination_id: string;
        readonly destination_name: string;
        readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
        readonly canonical: 'contact' | 'subscribed' | 'registration' | 'deposit';
        readonly event: string;
        readonly status: 'pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded';
        readonly held: boolean;
        readonly reason:
          | 'http_status'
          | 'timeout'
          | 'dns_error'
          | 'connection_refused'
          | 'connection_reset'
          | 'tls_error'
          | 'proxy_error'
          | 'blocked_address'
          | 'redirect'
          | 'gone'
          | 'throttled'
          | 'credentials'
          | 'body_rule'
          | 'too_old'
          | 'no_identifier'
          | 'missing_value'
          | 'currency_not_accepted'
          | 'graph_rejected'
          | 'attempts_exhausted'
          | 'horizon_passed'
          | 'asked_to_wait_too_long'
          | 'internal_error'
          | 'discarded'
          | 'destination_deleted'
          | 'unmapped'
          | 'filtered'
          | null;
        readonly http_status: number | null;
        readonly attempt_count: number;
        readonly uid: string | null;
        readonly eid: string | null;
        readonly value: string | null;
        readonly currency: string | null;
        readonly occurred_at_ms: number | null;
        readonly accepted_at: string;
        readonly last_attempt_at: string | null;
        readonly next_attempt_at: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'GET /api/spaces/:space/deliveries/count': {
    readonly query: {
      readonly status?: Filter;
      readonly destination?: Filter;
      readonly kind?: Filter;
      readonly canonical?: Filter;
      readonly reason?: Filter;
      readonly uid?: Filter;
      readonly eid?: Filter;
      readonly event_id?: Filter;
      readonly from?: Filter;
      readonly to?: Filter;
    };
    readonly body: null;
    readonly answer: { readonly count: number; readonly exact: boolean };
  };
  readonly 'GET /api/spaces/:space/deliveries/:event_id': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly event_id: string;
      readonly inbox_id: string;
      readonly destination_id: string;
      readonly destination_name: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly canonical: 'contact' | 'subscribed' | 'registration' | 'deposit';
      readonly event: string;
      readonly status: 'pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded';
      readonly held: boolean;
      readonly reason:
        | 'http_status'
        | 'timeout'
        | 'dns_error'
        | 'connection_refused'
        | 'connection_reset'
        | 'tls_error'
        | 'proxy_error'
        | 'blocked_address'
        | 'redirect'
        | 'gone'
        | 'throttled'
        | 'credentials'
        | 'body_rule'
        | 'too_old'
        | 'no_identifier'
        | 'missing_value'
        | 'currency_not_accepted'
        | 'graph_rejected'
        | 'attempts_exhausted'
        | 'horizon_passed'
        | 'asked_to_wait_too_long'
        | 'internal_error'
        | 'discarded'
        | 'destination_deleted'
        | 'unmapped'
        | 'filtered'
        | null;
      readonly http_status: number | null;
      readonly attempt_count: number;
      readonly uid: string | null;
      readonly eid: string | null;
      readonly value: string | null;
      readonly currency: string | null;
      readonly occurred_at_ms: number | null;
      readonly accepted_at: string;
      readonly last_attempt_at: string | null;
      readonly next_attempt_at: string | null;
      readonly detail: string | null;
      readonly attempts: readonly {
        readonly attempt: number;
        readonly dispatch: number;
        readonly started_at: string;
        readonly duration_ms: number;
        readonly verdict: 'sent' | 'retry' | 'dead' | 'keep';
        readonly reason:
          | 'http_status'
          | 'timeout'
          | 'dns_error'
          | 'connection_refused'
          | 'connection_reset'
          | 'tls_error'
          | 'proxy_error'
          | 'blocked_address'
          | 'redirect'
          | 'gone'
          | 'throttled'
          | 'credentials'
          | 'body_rule'
          | 'too_old'
          | 'no_identifier'
          | 'missing_value'
          | 'currency_not_accepted'
          | 'graph_rejected'
          | 'attempts_exhausted'
          | 'horizon_passed'
          | 'asked_to_wait_too_long'
          | 'internal_error'
          | 'discarded'
          | 'destination_deleted'
          | 'unmapped'
          | 'filtered'
          | null;
        readonly detail: string | null;
        readonly http_status: number | null;
        readonly may_have_arrived: boolean;
        readonly request: {
          readonly method: string;
          readonly url: string;
          readonly headers: { readonly [name: string]: string };
          readonly body: {
            readonly text: string | null;
            readonly base64?: string;
            readonly truncated?: boolean;
          } | null;
        } | null;
        readonly response:
          | {
              readonly status: number;
              readonly headers: { readonly [name: string]: string };
              readonly body: { readonly text: string | null; readonly base64?: string; readonly truncated?: boolean };
            }
          | { readonly fault: string; readonly detail: string }
          | null;
        readonly next_attempt_at: string | null;
      }[];
    };
  };
  readonly 'POST /api/spaces/:space/deliveries/:event_id/retry': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly event_id: string;
      readonly inbox_id: string;
      readonly destination_id: string;
      readonly destination_name: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly canonical: 'contact' | 'subscribed' | 'registration' | 'deposit';
      readonly event: string;
      readonly status: 'pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded';
      readonly held: boolean;
      readonly reason:
        | 'http_status'
        | 'timeout'
        | 'dns_error'
        | 'connection_refused'
        | 'connection_reset'
        | 'tls_error'
        | 'proxy_error'
        | 'blocked_address'
        | 'redirect'
        | 'gone'
        | 'throttled'
        | 'credentials'
        | 'body_rule'
        | 'too_old'
        | 'no_identifier'
        | 'missing_value'
        | 'currency_not_accepted'
        | 'graph_rejected'
        | 'attempts_exhausted'
        | 'horizon_passed'
        | 'asked_to_wait_too_long'
        | 'internal_error'
        | 'discarded'
        | 'destination_deleted'
        | 'unmapped'
        | 'filtered'
        | null;
      readonly http_status: number | null;
      readonly attempt_count: number;
      readonly uid: string | null;
      readonly eid: string | null;
      readonly value: string | null;
      readonly currency: string | null;
      readonly occurred_at_ms: number | null;
      readonly accepted_at: string;
      readonly last_attempt_at: string | null;
      readonly next_attempt_at: string | null;
    };
  };
  readonly 'POST /api/spaces/:space/deliveries/:event_id/discard': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly event_id: string;
      readonly inbox_id: string;
      readonly destination_id: string;
      readonly destination_name: string;
      readonly kind: 'fb_capi' | 'webhook' | 's2s_postback';
      readonly canonical: 'contact' | 'subscribed' | 'registration' | 'deposit';
      readonly event: string;
      readonly status: 'pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded';
      readonly held: boolean;
      readonly reason:
        | 'http_status'
        | 'timeout'
        | 'dns_error'
        | 'connection_refused'
        | 'connection_reset'
        | 'tls_error'
        | 'proxy_error'
        | 'blocked_address'
        | 'redirect'
        | 'gone'
        | 'throttled'
        | 'credentials'
        | 'body_rule'
        | 'too_old'
        | 'no_identifier'
        | 'missing_value'
        | 'currency_not_accepted'
        | 'graph_rejected'
        | 'attempts_exhausted'
        | 'horizon_passed'
        | 'asked_to_wait_too_long'
        | 'internal_error'
        | 'discarded'
        | 'destination_deleted'
        | 'unmapped'
        | 'filtered'
        | null;
      readonly http_status: number | null;
      readonly attempt_count: number;
      readonly uid: string | null;
      readonly eid: string | null;
      readonly value: string | null;
      readonly currency: string | null;
      readonly occurred_at_ms: number | null;
      readonly accepted_at: string;
      readonly last_attempt_at: string | null;
      readonly next_attempt_at: string | null;
    };
  };
  readonly 'GET /api/spaces/:space/dead_letters': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly destination_id: string;
        readonly reason:
          | 'http_status'
          | 'timeout'
          | 'dns_error'
          | 'connection_refused'
          | 'connection_reset'
          | 'tls_error'
          | 'proxy_error'
          | 'blocked_address'
          | 'redirect'
          | 'gone'
          | 'throttled'
          | 'credentials'
          | 'body_rule'
          | 'too_old'
          | 'no_identifier'
          | 'missing_value'
          | 'currency_not_accepted'
          | 'graph_rejected'
          | 'attempts_exhausted'
          | 'horizon_passed'
          | 'asked_to_wait_too_long'
          | 'internal_error'
          | 'discarded'
          | 'destination_deleted'
          | 'unmapped'
          | 'filtered';
        readonly count: number;
        readonly oldest_at: string;
        readonly newest_at: string;
      }[];
    };
  };
  readonly 'POST /api/spaces/:space/redrives': {
    readonly query: {};
    readonly body: {
      readonly filter: {
        readonly status?: readonly ('pending' | 'failed' | 'sent' | 'failed_permanently' | 'discarded')[];
        readonly destination?: readonly string[];
        readonly kind?: readonly ('fb_capi' | 'webhook' | 's2s_postback')[];
        readonly canonical?: readonly ('contact' | 'subscribed' | 'registration' | 'deposit')[];
        readonly reason?: readonly (
          | 'http_status'
          | 'timeout'
          | 'dns_error'
          | 'connection_refused'
          | 'connection_reset'
          | 'tls_error'
          | 'proxy_error'
          | 'blocked_address'
          | 'redirect'
          | 'gone'
          | 'throttled'
          | 'credentials'
          | 'body_rule'
          | 'too_old'
          | 'no_identifier'
          | 'missing_value'
          | 'currency_not_accepted'
          | 'graph_rejected'
          | 'attempts_exhausted'
          | 'horizon_passed'
          | 'asked_to_wait_too_long'
          | 'internal_error'
          | 'discarded'
          | 'destination_deleted'
          | 'unmapped'
          | 'filtered'
        )[];
        readonly uid?: readonly string[];
        readonly eid?: readonly string[];
        readonly event_id?: readonly string[];
        readonly from?: string;
        readonly to?: string;
      };
      readonly rate_per_s?: number;
      readonly dry_run?: boolean;
      readonly accept_duplicates?: boolean;
    };
    readonly answer:
      | {
          readonly id: string;
          readonly kind: 'redrive' | 'backfill';
          readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
          readonly detail: string | null;
          readonly request: { readonly [name: string]: unknown };
          readonly rate_per_s: number;
          readonly total: number;
          readonly emitted: number;
          readonly pending: number;
          readonly sent: number;
          readonly failed: number;
          readonly failed_permanently: number;
          readonly discarded: number;
          readonly eta_s: number;
          readonly created_by: string;
          readonly created_at: string;
          readonly updated_at: string;
        }
      | {
          readonly count: number;
          readonly by_destination: readonly {
            readonly destination_id: string;
            readonly destination_name: string;
            readonly count: number;
          }[];
          readonly oldest_at: string | null;
          readonly newest_at: string | null;
          readonly duplicates: number;
        };
  };
  readonly 'POST /api/spaces/:space/destinations/:id/backfill': {
    readonly query: {};
    readonly body: {
      readonly from: string;
      readonly to: string;
      readonly canonicals?: readonly ('contact' | 'subscribed' | 'registration' | 'deposit')[];
      readonly rate_per_s?: number;
      readonly dry_run?: boolean;
    };
    readonly answer:
      | {
          readonly id: string;
          readonly kind: 'redrive' | 'backfill';
          readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
          readonly detail: string | null;
          readonly request: { readonly [name: string]: unknown };
          readonly rate_per_s: number;
          readonly total: number;
          readonly emitted: number;
          readonly pending: number;
          readonly sent: number;
          readonly failed: number;
          readonly failed_permanently: number;
          readonly discarded: number;
          readonly eta_s: number;
          readonly created_by: string;
          readonly created_at: string;
          readonly updated_at: string;
        }
      | {
          readonly count: number;
          readonly by_destination: readonly {
            readonly destination_id: string;
            readonly destination_name: string;
            readonly count: number;
          }[];
          readonly oldest_at: string | null;
          readonly newest_at: string | null;
          readonly duplicates: number;
        };
  };
  readonly 'GET /api/spaces/:space/redrives': {
    readonly query: { readonly limit?: Filter; readonly cursor?: Filter };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly id: string;
        readonly kind: 'redrive' | 'backfill';
        readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
        readonly detail: string | null;
        readonly request: { readonly [name: string]: unknown };
        readonly rate_per_s: number;
        readonly total: number;
        readonly emitted: number;
        readonly pending: number;
        readonly sent: number;
        readonly failed: number;
        readonly failed_permanently: number;
        readonly discarded: number;
        readonly eta_s: number;
        readonly created_by: string;
        readonly created_at: string;
        readonly updated_at: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'GET /api/spaces/:space/redrives/:id': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly kind: 'redrive' | 'backfill';
      readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
      readonly detail: string | null;
      readonly request: { readonly [name: string]: unknown };
      readonly rate_per_s: number;
      readonly total: number;
      readonly emitted: number;
      readonly pending: number;
      readonly sent: number;
      readonly failed: number;
      readonly failed_permanently: number;
      readonly discarded: number;
      readonly eta_s: number;
      readonly created_by: string;
      readonly created_at: string;
      readonly updated_at: string;
    };
  };
  readonly 'POST /api/spaces/:space/redrives/:id/cancel': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly kind: 'redrive' | 'backfill';
      readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
      readonly detail: string | null;
      readonly request: { readonly [name: string]: unknown };
      readonly rate_per_s: number;
      readonly total: number;
      readonly emitted: number;
      readonly pending: number;
      readonly sent: number;
      readonly failed: number;
      readonly failed_permanently: number;
      readonly discarded: number;
      readonly eta_s: number;
      readonly created_by: string;
      readonly created_at: string;
      readonly updated_at: string;
    };
  };
  readonly 'GET /api/spaces/:space/ledger': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly read_at: string;
      readonly door: {
        readonly off: number;
        readonly records_read: number;
        readonly fresh: number;
        readonly duplicate: number;
        readonly replayed: number;
        readonly rejected: number;
        readonly tombstones: number;
        readonly skipped: number;
        readonly partitions: readonly {
          readonly first_offset: number;
          readonly next_offset: number;
          readonly fresh: number;
          readonly duplicate: number;
          readonly replayed: number;
          readonly rejected: number;
          readonly tombstones: number;
          readonly skipped: number;
          readonly off: number;
          readonly partition: number;
        }[];
      };
      readonly fan_out: {
        readonly off: number;
        readonly findings: readonly { readonly day: string; readonly matched: number; readonly rows: number }[];
      };
      readonly delivery: {
        readonly off: number;
        readonly findings: readonly {
          readonly day: string;
          readonly destination_id: string;
          readonly counter: string;
          readonly counted: number;
          readonly recounted: number;
        }[];
      };
      readonly open: {
        readonly off: number;
        readonly findings: readonly {
          readonly day: string;
          readonly destination_id: string;
          readonly rows: number;
          readonly event_ids: readonly string[];
        }[];
      };
      readonly recounted: {
        readonly days: number;
        readonly rows: number;
        readonly matched: number;
        readonly oldest_at: string | null;
      };
    };
  };
  readonly 'GET /api/spaces/:space/events': {
    readonly query: {
      readonly uid?: Filter;
      readonly eid?: Filter;
      readonly tg_id?: Filter;
      readonly from?: Filter;
      readonly to?: Filter;
      readonly limit?: Filter;
      readonly cursor?: Filter;
    };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly inbox_id: string;
        readonly canonical: 'contact' | 'subscribed' | 'registration' | 'deposit';
        readonly uid: string | null;
        readonly eid: string | null;
        readonly tg_id: string | null;
        readonly value: string | null;
        readonly currency: string | null;
        readonly occurred_at_ms: number;
        readonly accepted_at: string;
        readonly door: string;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'GET /api/spaces/:space/events/:inbox_id': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly inbox_id: string;
      readonly canonical: 'contact' | 'subscribed' | 'registration' | 'deposit';
      readonly uid: string | null;
      readonly eid: string | null;
      readonly tg_id: string | null;
      readonly value: string | null;
      readonly currency: string | null;
      readonly occurred_at_ms: number;
      readonly accepted_at: string;
      readonly door: string;
      readonly first: boolean;
      readonly revision: number;
      readonly position: { readonly partition: number; readonly offset: number };
      readonly payload: unknown;
      readonly click: {
        readonly uid?: string | null;
        readonly tg_id?: string | null;
        readonly fbclid?: string | null;
        readonly campaign_id?: string | null;
        readonly campaign_name?: string | null;
        readonly adset_id?: string | null;
        readonly adset_name?: string | null;
        readonly ad_id?: string | null;
        readonly ad_name?: string | null;
        readonly placement?: string | null;
        readonly country?: string | null;
        readonly link?: string | null;
        readonly params?: { readonly [name: string]: string };
        readonly fbp?: string | null;
        readonly ip?: string | null;
        readonly user_agent?: string | null;
        readonly clicked_at_ms?: number | null;
        readonly landing?: string | null;
      } | null;
      readonly destinations: readonly {
        readonly destination_id: string;
        readonly destination_name: string;
        readonly fate:
          | 'pending'
          | 'failed'
          | 'sent'
          | 'failed_permanently'
          | 'discarded'
          | 'unmapped'
          | 'filtered'
          | 'off'
          | 'created_later'
          | 'deleted';
        readonly why: string;
        readonly event_id: string | null;
        readonly reason: string | null;
        readonly attempt_count: number | null;
      }[];
    };
  };
  readonly 'GET /api/spaces/:space/rejected': {
    readonly query: {
      readonly reason?: Filter;
      readonly door?: Filter;
      readonly from?: Filter;
      readonly to?: Filter;
      readonly limit?: Filter;
      readonly cursor?: Filter;
    };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly id: string;
        readonly door: string;
        readonly reason: string;
        readonly detail: string;
        readonly at: string;
        readonly position?: { readonly topic: string; readonly partition: number; readonly offset: number };
        readonly value: unknown;
        readonly value_bytes: number;
        readonly value_sha256: string | null;
        readonly submitted_as: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'GET /api/spaces/:space/rejected/:id': {
    readonly query: {};
    readonly body: null;
    readonly answer: {
      readonly id: string;
      readonly door: string;
      readonly reason: string;
      readonly detail: string;
      readonly at: string;
      readonly position?: { readonly topic: string; readonly partition: number; readonly offset: number };
      readonly value: unknown;
      readonly value_bytes: number;
      readonly value_sha256: string | null;
      readonly submitted_as: string | null;
    };
  };
  readonly 'GET /api/spaces/:space/audit': {
    readonly query: {
      readonly action?: Filter;
      readonly from?: Filter;
      readonly to?: Filter;
      readonly limit?: Filter;
      readonly cursor?: Filter;
    };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly id: string;
        readonly at: string;
        readonly actor: string;
        readonly space_id: string | null;
        readonly action: string;
        readonly target: string | null;
        readonly detail: { readonly [name: string]: unknown };
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'GET /api/tokens': {
    readonly query: { readonly limit?: Filter; readonly cursor?: Filter };
    readonly body: null;
    readonly answer: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly role: 'viewer' | 'operator' | 'admin';
        readonly space_ids: readonly string[] | null;
        readonly hint: string;
        readonly created_by: string;
        readonly created_at: string;
        readonly last_used_at: string | null;
      }[];
      readonly next_cursor: string | null;
    };
  };
  readonly 'POST /api/tokens': {
    readonly query: {};
    readonly body: {
      readonly name: string;
      readonly role: 'viewer' | 'operator' | 'admin';
      readonly space_ids?: readonly string[] | null;
    };
    readonly answer: {
      readonly id: string;
      readonly name: string;
      readonly role: 'viewer' | 'operator' | 'admin';
      readonly space_ids: readonly string[] | null;
      readonly hint: string;
      readonly created_by: string;
      readonly created_at: string;
      readonly last_used_at: string | null;
      readonly token: string;
    };
  };
  readonly 'DELETE /api/tokens/:id': {
    readonly query: {};
    readonly body: null;
    readonly answer: null;
  };
}
