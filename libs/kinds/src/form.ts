import type { EventMap } from '@app/contracts';

/** One field of a destination's form; `name` is its key in `config`. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** `pairs` = an object of name → text. */
  readonly type: 'text' | 'url' | 'choice' | 'pairs';
  /** What `choice` offers. */
  readonly choices?: readonly string[];
  readonly required: boolean;
  /** Write-only: read back masked. */
  readonly secret: boolean;
  /** What the field holds in a new form; `null` = empty. */
  readonly default: string | Readonly<Record<string, string>> | null;
}

/** A ready-made configuration for a well-known receiver. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly help: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly event_map: EventMap;
  /** What remains to be asked. */
  readonly asks: readonly FormField[];
}
