import type { ReactNode } from 'react';
import { Menu } from './menu.js';

/** A filter of a list: what it is called and what may be chosen. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

type Chosen = Readonly<Record<string, readonly string[] | undefined>>;

interface FilterBarProps {
  readonly filters: readonly Filter[];
  readonly chosen: Chosen;
  readonly onChange: (name: string, values: readonly string[] | undefined) => void;
  readonly onClear: () => void;
  readonly children?: ReactNode;
}

const toggled = (values: readonly string[], value: string): readonly string[] =>
  values.includes(value) ? values.filter((each) => each !== value) : [...values, value];

/** Filters as chips; what is chosen is in the address of the page. */
export const FilterBar = ({ filters, chosen, onChange, onClear, children }: FilterBarProps) => (
  <div className="filters" role="group" aria-label="Filters">
    {filters.map(({ name, label, options }) => {
      const values = chosen[name] ?? [];
      const words = options.filter(({ value }) => values.includes(value)).map((option) => option.label);
      const set = (next: readonly string[]) => onChange(name, next.length > 0 ? next : undefined);
      return (
        <Menu
          key={name}
          look={values.length > 0 ? 'chip chosen' : 'chip'}
          label={
            <>
              {label}
              {values.length > 0 && <strong>{words.length > 0 ? words.join(', ') : values.length}</strong>}
            </>
          }
        >
          {options.map((option) => (
            <label key={option.value} className="choice">
              <input
                type="checkbox"
                checked={values.includes(option.value)}
                onChange={() => set(toggled(values, option.value))}
              />
              {option.label}
            </label>
          ))}
        </Menu>
      );
    })}
    {children}
    {Object.values(chosen).some((values) => values !== undefined) && (
      <button type="button" className="button quiet small" onClick={onClear}>
        Clear filters
      </button>
    )}
  </div>
);
