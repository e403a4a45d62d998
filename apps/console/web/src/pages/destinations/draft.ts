import type { KindForm, Preset } from '../../api/shapes.js';

/** A destination as its form holds it. */
export interface Draft {
  readonly kind: string;
  readonly preset: Preset | null;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Answers to what a preset asks. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly eventMap: Readonly<Record<string, string>>;
}

const defaultsOf = (fields: KindForm['fields']): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field.name, field.default]));

/** A new draft of a kind, or of one of its presets. */
export const draftOf = (form: KindForm, preset: Preset | null): Draft => ({
  kind: form.kind,
  preset,
  name: preset?.name ?? '',
  config: defaultsOf(form.fields),
  asked: preset ? defaultsOf(preset.asks) : {},
  eventMap: preset?.event_map ?? form.event_map,
});

/** Puts the answers to a preset's questions where `[[name]]` stands. */
function answered(part: unknown, asked: Readonly<Record<string, unknown>>): unknown {
  if (typeof part === 'string') {
    return part.replaceAll(/\[\[(\w+)\]\]/g, (_, name: string) => {
      const answer = asked[name];
      return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
    });
  }
  if (Array.isArray(part)) return part.map((each) => answered(each, asked));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, answered(value, asked)]));
}

/** The JSON of a form that was drawn from its description as a call takes it: the API itself judges what is in it. */
// oxlint-disable-next-line typescript/no-unsafe-return, typescript/no-unnecessary-type-parameters
export const asGiven = <Body>(json: string): Body => JSON.parse(json);

const given = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');

/** The draft as the API takes it. */
export function bodyOf(draft: Draft): {
  kind: string;
  name: string;
  config: Record<string, unknown>;
  event_map: Record<string, string>;
} {
  const config = draft.preset ? answered(draft.preset.config, draft.asked) : draft.config;
  const map = answered(draft.eventMap, draft.asked);
  return {
    kind: draft.kind,
    name: draft.name,
    config: given(typeof config === 'object' && config !== null ? { ...config } : {}),
    event_map: isTexts(map) ? Object.fromEntries(Object.entries(map).filter(([, name]) => name !== '')) : {},
  };
}
