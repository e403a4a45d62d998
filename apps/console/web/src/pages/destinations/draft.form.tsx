import { useId } from 'react';
import type { Problem } from '../../api/call.js';
import type { KindForm } from '../../api/shapes.js';
import { Field } from '../../parts/field.js';
import { Failure } from '../../parts/states.js';
import type { Draft } from './draft.js';
import { EventMap } from './event-map.js';

interface DraftFormProps {
  readonly draft: Draft;
  readonly form: KindForm;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly onChange: (draft: Draft) => void;
  readonly onSubmit: () => void;
}

/** What the API said about a field of `config`. */
const errorOf = (problem: Problem | null, pointer: string): string | undefined =>
  problem?.errors.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))?.detail;

/** The fields of a kind, or what a preset asks, and the names of events there. */
export function DraftForm({ draft, form, problem, busy, onChange, onSubmit }: DraftFormProps) {
  const id = useId();
  const { preset } = draft;
  const fields = preset ? preset.asks : form.fields;
  const values = preset ? draft.asked : draft.config;
  const set = (name: string, value: unknown) =>
    onChange(
      preset ? { ...draft, asked: { ...values, [name]: value } } : { ...draft, config: { ...values, [name]: value } },
    );
  const nameError = errorOf(problem, '/name');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <section className="fold card">
        <h2>How to reach it</h2>
        {preset && <p className="meta">{preset.help}</p>}
        <div className={`field ${nameError ? 'wrong' : ''}`}>
          <label htmlFor={id}>Name</label>
          <div className="control">
            <input
              id={id}
              value={draft.name}
              required
              maxLength={100}
              onChange={(event) => onChange({ ...draft, name: event.target.value })}
            />
            {nameError && <p className="error">{nameError}</p>}
          </div>
          <p className="help meta">As you will see it in lists.</p>
        </div>
        {fields.map((field) => (
          <Field
            key={`${preset?.id ?? ''} ${field.name}`}
            field={field}
            value={values[field.name]}
            onChange={(value) => set(field.name, value)}
            error={preset ? undefined : errorOf(problem, `/config/${field.name}`)}
          />
        ))}
      </section>
      <section className="fold card">
        <h2>Which events, and their names there</h2>
        <EventMap
          value={draft.eventMap}
          usual={form.event_map}
          onChange={(eventMap) => onChange({ ...draft, eventMap })}
        />
      </section>
      {problem && <Failure problem={problem} />}
      <p className="row">
        <button type="submit" className="button primary" disabled={busy}>
          {busy ? 'Saving …' : 'Save and try it'}
        </button>
        <span className="meta">It stays off until you switch it on.</span>
      </p>
    </form>
  );
}
