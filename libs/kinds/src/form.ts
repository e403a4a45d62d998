import type { EventMap } from '@app/contracts';

/** One field of a destination's form; `name` is its key in `config`. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /**
   * What it holds. `pairs`: an object of name → text. `statuses`: a status, a list of them, or `"2xx"`.
   * `choice_per_event`: a choice, or an object with one as `default` and others by canonical. `url` is called.
   */
  readonly type: 'text' | 'url' | 'number' | 'choice' | 'choice_per_event' | 'pairs' | 'statuses';
  /** What `choice` offers. */
  readonly choices?: readonly string[];
  readonly required: boolean;
  /** Write-only: read back masked. */
  readonly secret: boolean;
  /** What the field holds in a new form; `null` = empty. */
  readonly default: string | number | Readonly<Record<string, string>> | null;
}

/**
 * A ready-made configuration for a well-known receiver. Every `[[name]]` in a text of `config` or `event_map` stands for
 * the answer to the field of that name in `asks`, put in as it is.
 */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly help: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Canonicals it leaves out are not sent. */
  readonly event_map: EventMap;
  /** What remains to be asked. */
  readonly asks: readonly FormField[];
}
