import { useId } from 'react';
import type { FormField } from '../api/shapes.js';
import { CANONICALS } from '../api/shapes.js';
import { CANONICAL_WORDS } from './format.js';

interface FieldProps {
  readonly field: FormField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error?: string | undefined;
}

type Input = Pick<FieldProps, 'field' | 'value' | 'onChange'> & { readonly id: string; readonly describedBy: string };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : Array.isArray(value) ? value.join(', ') : '';

/** `200, 202` → [200, 202]; `200` → 200; `2xx` stays. */
const statusesOf = (text: string): unknown => {
  const parts = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return parts.length > 1 ? parts : (parts[0] ?? null);
};

function Choice({ id, describedBy, field, value, onChange }: Input) {
  return (
    <select
      id={id}
      aria-describedby={describedBy}
      value={textOf(value)}
      onChange={(event) => onChange(event.target.value || null)}
    >
      {!field.required && <option value="">–</option>}
      {(field.choices ?? []).map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

function ChoicePerEvent({ field, value, onChange, ...input }: Input) {
  const each = isRecord(value) ? value : { default: value };
  const set = (name: string, choice: unknown): void => {
    const next = Object.fromEntries(Object.entries({ ...each, [name]: choice }).filter(([, given]) => given !== null));
    onChange(Object.keys(next).length === 1 && next['default'] !== undefined ? next['default'] : next);
  };
  return (
    <div className="stack tight">
      <Choice {...input} field={field} value={each['default']} onChange={(choice) => set('default', choice)} />
      <details>
        <summary className="meta">Differently for an event</summary>
        {CANONICALS.map((canonical) => (
          <label key={canonical} className="pair">
            <span>{CANONICAL_WORDS[canonical]}</span>
            <Choice
              {...input}
              id={`${input.id}-${canonical}`}
              field={{ ...field, required: false }}
              value={each[canonical] ?? null}
              onChange={(choice) => set(canonical, choice)}
            />
          </label>
        ))}
      </details>
    </div>
  );
}

function Pairs({ id, field, value, onChange }: Input) {
  const pairs = Object.entries(isRecord(value) ? value : {});
  const set = (at: number, pair: readonly [string, unknown]) =>
    onChange(Object.fromEntries(pairs.map((was, index) => (index === at ? pair : was))));
  return (
    <div className="stack tight">
      {pairs.map(([name, text], at) => (
        <div key={at} className="pair">
          <input
            aria-label={`${field.label}: name`}
            value={name}
            onChange={(event) => set(at, [event.target.value, text])}
          />
          <input
            aria-label={`${field.label}: value`}
            value={textOf(text)}
            onChange={(event) => set(at, [name, event.target.value])}
          />
          <button
            type="button"
            className="button small"
            onClick={() => onChange(Object.fromEntries(pairs.filter((_, index) => index !== at)))}
          >
            Remove
          </button>
        </div>
      ))}
      <button
        type="button"
        id={id}
        className="button small"
        onClick={() => onChange(Object.fromEntries([...pairs, ['', '']]))}
      >
        Add
      </button>
    </div>
  );
}

function Text({ id, describedBy, field, value, onChange }: Input) {
  const read = (text: string): unknown => {
    if (text === '') return null;
    if (field.type === 'number') return Number(text);
    return field.type === 'statuses' ? statusesOf(text) : text;
  };
  // What is being typed may not be a list yet: it is read when the field is left.
  const late = field.type === 'statuses';
  return (
    <input
      id={id}
      aria-describedby={describedBy}
      type={field.type === 'number' ? 'number' : 'text'}
      required={field.required}
      autoComplete="off"
      spellCheck={false}
      className={field.type === 'url' || field.secret ? 'mono' : ''}
      {...(late
        ? { defaultValue: textOf(value), onBlur: (event) => onChange(read(event.target.value)) }
        : { value: textOf(value), onChange: (event) => onChange(read(event.target.value)) })}
    />
  );
}

const INPUTS: Readonly<Record<string, (input: Input) => React.ReactNode>> = {
  choice: Choice,
  choice_per_event: ChoicePerEvent,
  pairs: Pairs,
};

/** One field of a form, drawn from its description: label, input, help beside it, what is wrong with it. */
export function Field({ field, value, onChange, error }: FieldProps) {
  const id = useId();
  const Control = INPUTS[field.type] ?? Text;
  return (
    <div className={`field ${error ? 'wrong' : ''}`}>
      <label htmlFor={id}>
        {field.label}
        {!field.required && <span className="meta"> optional</span>}
      </label>
      <div className="control">
        <Control id={id} describedBy={`${id}-help`} field={field} value={value} onChange={onChange} />
        {error && <p className="error">{error}</p>}
      </div>
      <p className="help meta" id={`${id}-help`}>
        {field.help}
      </p>
    </div>
  );
}
