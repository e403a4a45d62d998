import { CANONICALS } from '../../api/shapes.js';
import { CANONICAL_WORDS } from '../../parts/format.js';

interface EventMapProps {
  readonly value: Readonly<Record<string, string>>;
  /** Names to begin with when an event is switched on. */
  readonly usual: Readonly<Record<string, string>>;
  readonly onChange: (value: Readonly<Record<string, string>>) => void;
}

/** Which events go there, and what they are called there. */
export const EventMap = ({ value, usual, onChange }: EventMapProps) => {
  const without = (canonical: string) =>
    Object.fromEntries(Object.entries(value).filter(([each]) => each !== canonical));
  return (
    <div className="event-map" role="group" aria-label="Events">
      {CANONICALS.map((canonical) => {
        const name = value[canonical];
        const word = CANONICAL_WORDS[canonical];
        return (
          <div key={canonical} className="pair">
            <label className="choice">
              <input
                type="checkbox"
                checked={name !== undefined}
                onChange={() =>
                  onChange(
                    name === undefined ? { ...value, [canonical]: usual[canonical] ?? canonical } : without(canonical),
                  )
                }
              />
              {word}
            </label>
            <span aria-hidden="true">→</span>
            {name === undefined ? (
              <span className="meta">not sent</span>
            ) : (
              <input
                aria-label={`Name of ${word} there`}
                value={name}
                onChange={(event) => onChange({ ...value, [canonical]: event.target.value })}
              />
            )}
          </div>
        );
      })}
    </div>
  );
};
