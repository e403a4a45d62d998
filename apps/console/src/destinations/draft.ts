import type { KindProfile } from '@app/kinds';
import { PROXY_FIELD, sealConfig, unmaskConfig, type DestinationFields, type DestinationRow } from '@app/persistence';
import type { SecretBox } from '@app/persistence';
import { isJsonObject, mergePatch, type JsonObject } from '../api/merge-patch.js';
import { issueAt, type Issue } from '../api/refusal.js';
import { shownFields, shownProxy } from './destination.view.js';
import { completeDestination, kindOf, type CompleteDestination } from './kind-book.js';

/** A destination as it would be saved, or everything that is wrong with it. */
export type Draft =
  | {
      readonly fields: DestinationFields;
      /** `config` in clear, for checks that need it. */
      readonly clear: JsonObject;
      /** A proxy URL that was just given, in clear; `null` for none, or for one that stays. */
      readonly proxy: string | null;
      /** A signing secret made just now, to be shown once. */
      readonly issued: string | null;
    }
  | { readonly issues: readonly Issue[] };

/** A new destination. A kind that signs gets a secret unless one was brought. */
export function draftNew(box: SecretBox, id: string, given: CompleteDestination): Draft {
  const { signing } = kindOf(given.kind);
  const issued = signing?.issue(given.config);
  return sealed(box, id, given, recordOf(issued?.config ?? given.config), issued?.secret ?? null, null);
}

/**
 * A destination after a merge patch over what is shown of it: masks that come back unchanged stand for the secrets they
 * hide.
 */
export function draftChange(box: SecretBox, row: DestinationRow, patch: JsonObject): Draft {
  if ('kind' in patch && patch['kind'] !== row.kind) {
    return { issues: [issueAt(['kind'], 'cannot be changed: make a new destination')] };
  }
  const merged = mergePatch(shownFields(box, row), patch);
  const config = merged['config'];
  const unmasked = isJsonObject(config) ? unmaskConfig(box, row.id, config, row.config) : { config };
  if ('unreadable' in unmasked) {
    const gone = 'cannot be read any more (its encryption key is gone): set it anew';
    return { issues: unmasked.unreadable.map((path) => issueAt(['config', ...path], gone)) };
  }
  const proxyKept = merged[PROXY_FIELD] === shownProxy(box, row);
  const parsed = completeDestination.safeParse({
    ...merged,
    config: unmasked.config,
    ...(proxyKept ? { [PROXY_FIELD]: null } : {}),
  });
  if (!parsed.success) return { issues: parsed.error.issues };
  return sealed(box, row.id, parsed.data, parsed.data.config, null, proxyKept ? row.proxy_url : null);
}

function sealed(
  box: SecretBox,
  id: string,
  { kind, ...fields }: CompleteDestination,
  clear: JsonObject,
  issued: string | null,
  keptProxy: string | null,
): Draft {
  const proxy = fields.proxy_url === null ? null : box.seal(fields.proxy_url, { owner: id, field: PROXY_FIELD });
  return {
    fields: { ...fields, config: sealConfig(box, id, clear, kindOf(kind).secrets), proxy_url: keptProxy ?? proxy },
    clear,
    proxy: fields.proxy_url,
    issued,
  };
}

/** The output of a kind's schema is an object; its port cannot say so. */
export function recordOf(config: unknown): JsonObject {
  if (!isJsonObject(config)) throw new Error('a kind parsed its config into something that is no object');
  return config;
}

/** The fields of a kind's `config` that are called, with the URLs in them. */
export const calledUrls = (kind: KindProfile, config: JsonObject): { name: string; url: string }[] =>
  kind.fields
    .filter((field) => field.type === 'url')
    .flatMap(({ name }) => {
      const url = config[name];
      return typeof url === 'string' ? [{ name, url }] : [];
    });
