import type { Kind, KindForm, Preset } from '../../api/shapes.js';
import { KIND_WORDS } from '../../parts/format.js';
import type { Draft } from './draft.js';

const HELP: Readonly<Record<Kind, string>> = {
  fb_capi: 'Meta learns of conversions and optimises for them.',
  webhook: 'A signed POST to a server of yours.',
  s2s_postback: "A GET to a tracker's or network's URL.",
};

const isKind = (kind: string): kind is Kind => kind in KIND_WORDS;

interface KindChoiceProps {
  readonly kinds: readonly KindForm[];
  readonly chosen: Draft | null;
  readonly onChoose: (kind: KindForm, preset: Preset | null) => void;
}

/** The first step: what kind, or which well-known tracker. */
export const KindChoice = ({ kinds, chosen, onChoose }: KindChoiceProps) => (
  <section className="fold card">
    <h2>Where to</h2>
    <div className="tiles" role="group" aria-label="Kind">
      {kinds.map((kind) => (
        <button
          key={kind.kind}
          type="button"
          className="tile"
          aria-pressed={chosen?.kind === kind.kind && chosen.preset === null}
          onClick={() => onChoose(kind, null)}
        >
          <strong>{isKind(kind.kind) ? KIND_WORDS[kind.kind] : kind.kind}</strong>
          <span className="meta">{isKind(kind.kind) && HELP[kind.kind]}</span>
        </button>
      ))}
    </div>
    <div className="row wrap" role="group" aria-label="Presets">
      <span className="meta">Ready-made:</span>
      {kinds.flatMap((kind) =>
        kind.presets.map((preset) => (
          <button
            key={preset.id}
            type="button"
            className={`chip ${chosen?.preset?.id === preset.id ? 'chosen' : ''}`}
            aria-pressed={chosen?.preset?.id === preset.id}
            onClick={() => onChoose(kind, preset)}
          >
            {preset.name}
          </button>
        )),
      )}
    </div>
  </section>
);
