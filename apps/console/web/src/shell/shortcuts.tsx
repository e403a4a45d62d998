import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../parts/dialog.js';
import { PAGES } from './pages.js';
import { useSpace } from './space.js';
import { isTyping } from './typing.js';

/** How long `g` waits for its letter. */
const SECOND_KEY_MS = 1_500;

const OTHERS = [
  ['/', 'Search any id'],
  ['j  k', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close'],
  ['?', 'This list'],
] as const;

/** Listens for `g` and a letter, and for `?`, which shows every key. */
export function Shortcuts() {
  const space = useSpace();
  const navigate = useNavigate();
  const [shown, setShown] = useState(false);
  const pressedG = useRef(0);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      if (event.key === '?') setShown(true);
      if (event.key === 'g') {
        pressedG.current = event.timeStamp;
        return;
      }
      const page = PAGES.find(({ letter }) => letter === event.key);
      if (page && event.timeStamp - pressedG.current < SECOND_KEY_MS) void navigate({ to: page.to, params: { space } });
      pressedG.current = 0;
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, space]);
  if (!shown) return null;
  return (
    <Dialog title="Keys" onClose={() => setShown(false)}>
      <dl className="keys">
        {PAGES.map(({ name, letter }) => (
          <div key={letter}>
            <dt>
              <kbd>g</kbd> <kbd>{letter}</kbd>
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
        {OTHERS.map(([key, what]) => (
          <div key={key}>
            <dt>
              {key.split('  ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
