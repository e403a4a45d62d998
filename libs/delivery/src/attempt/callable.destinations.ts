import type { Destination } from '@app/contracts';
import { secretValues } from '@app/egress';
import type { Kind } from '@app/kinds';
import type { OpenedDestination } from '@app/persistence';

/** What an attempt needs of a destination, in clear. */
export interface CallableDestination<Config> {
  readonly config: Config;
  readonly proxyUrl: string | null;
  /** Texts that must not be shown, longest first. */
  readonly secrets: readonly string[];
}

/** `unreadable` says in words what is wrong. */
export type Callable<Config> = CallableDestination<Config> | { readonly unreadable: string };

/** Opens the secrets of a destination. */
export interface DestinationOpener {
  open(destination: Destination): OpenedDestination;
}

/** Makes destinations ready to be called, once a version of each. */
export class CallableDestinations<Config> {
  readonly #ready = new WeakMap<Destination, Callable<Config>>();

  constructor(
    private readonly kind: Kind<Config>,
    private readonly opener: DestinationOpener,
  ) {}

  get(destination: Destination): Callable<Config> {
    const known = this.#ready.get(destination);
    if (known) return known;
    const callable = this.#make(destination);
    this.#ready.set(destination, callable);
    return callable;
  }

  #make(destination: Destination): Callable<Config> {
    const opened = this.opener.open(destination);
    if ('unreadable' in opened) return { unreadable: `no key at hand opens ${opened.unreadable.join(', ')}` };
    const parsed = this.kind.config.safeParse(opened.config);
    if (!parsed.success) {
      const fields = new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'config'));
      return { unreadable: `its configuration is not valid: ${[...fields].join(', ')}` };
    }
    return {
      config: parsed.data,
      proxyUrl: opened.proxyUrl,
      secrets: secretValues(parsed.data, this.kind.secrets),
    };
  }
}
