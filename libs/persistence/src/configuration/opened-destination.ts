import type { Destination } from '@app/contracts';
import { isSealed, type SecretBox } from '../secrets/secret-box.js';
import { openConfig } from '../secrets/sealed-config.js';

/** What an app needs in clear to call a destination, or the fields whose secrets do not open. */
export type OpenedDestination =
  | { readonly config: Readonly<Record<string, unknown>>; readonly proxyUrl: string | null }
  | { readonly unreadable: readonly string[] };

/** The field name under which a destination's proxy URL is sealed. */
export const PROXY_FIELD = 'proxy_url';

function open(box: SecretBox, { id, config, proxy_url }: Destination): OpenedDestination {
  const opened = openConfig(box, id, config);
  const proxy =
    proxy_url === null || !isSealed(proxy_url)
      ? { secret: proxy_url }
      : box.open(proxy_url, { owner: id, field: PROXY_FIELD });
  const unreadable = [
    ...('unreadable' in opened ? opened.unreadable : []),
    ...('unreadable' in proxy ? [PROXY_FIELD] : []),
  ];
  return 'config' in opened && 'secret' in proxy ? { config: opened.config, proxyUrl: proxy.secret } : { unreadable };
}

/** Opens destinations when they are first used, once a version of each. One that does not open concerns nobody else. */
export class OpenedDestinations {
  readonly #opened = new WeakMap<Destination, OpenedDestination>();

  constructor(private readonly box: SecretBox) {}

  open(destination: Destination): OpenedDestination {
    const known = this.#opened.get(destination);
    if (known) return known;
    const opened = open(this.box, destination);
    this.#opened.set(destination, opened);
    return opened;
  }
}
