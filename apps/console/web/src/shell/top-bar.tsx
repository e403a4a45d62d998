import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useApi } from '../api/use-api.js';
import { Icon } from '../parts/icons.js';
import { Menu } from '../parts/menu.js';
import { useLive } from './live.js';
import { Search } from './search.js';
import { useStale } from './use-stale.js';
import { chosenTheme, turnTheme } from './theme.js';

const THEME_WORDS = { system: 'as the system', light: 'light', dark: 'dark' } as const;

/** Whether what is shown is live, and the switch of it. */
function LiveDot() {
  const { on, toggle } = useLive();
  const stale = useStale();
  const word = stale ? 'stale' : on ? 'live' : 'still';
  return (
    <button
      type="button"
      className={`live ${word}`}
      aria-pressed={on}
      onClick={toggle}
      title={on ? 'Stop following' : 'Follow what happens'}
    >
      <span className="dot" aria-hidden="true" />
      {word}
    </button>
  );
}

function Account() {
  const navigate = useNavigate();
  const [theme, setTheme] = useState(chosenTheme);
  const { data: me } = useApi('GET /api/me', {}, { live: false });
  const signOut = useAct('DELETE /api/session', () => void navigate({ to: '/sign-in', reloadDocument: true }));
  return (
    <Menu
      look="account"
      label={
        <span className="avatar" title={me?.actor ?? ''}>
          <span className="unseen">Account of </span>
          {(me?.actor ?? '·').slice(0, 1).toUpperCase()}
        </span>
      }
    >
      <p className="menu-note">
        {me?.actor}
        <span className="meta">{me?.role}</span>
      </p>
      <button type="button" className="menu-item" onClick={() => setTheme(turnTheme())}>
        <Icon name="sun" /> Theme: {THEME_WORDS[theme]}
      </button>
      <button type="button" className="menu-item" onClick={() => signOut.mutate({})}>
        <Icon name="out" /> Sign out
      </button>
      <p className="menu-note meta">Waybill {me?.version}</p>
    </Menu>
  );
}

/** Search, whether the page is live, and who one is. */
export const TopBar = () => (
  <div className="top-bar">
    <Search />
    <span className="grow" />
    <LiveDot />
    <Account />
  </div>
);
