import { Link } from '@tanstack/react-router';
import { useApi } from '../api/use-api.js';
import { Menu } from '../parts/menu.js';
import { useSpace } from './space.js';

const MOST = 500;

/** The space one is in, and the way to the others. */
export function SpaceSwitcher() {
  const space = useSpace();
  const { data } = useApi('GET /api/spaces', { query: { limit: MOST } }, { live: false });
  const spaces = data?.items ?? [];
  const name = spaces.find(({ id }) => id === space)?.name ?? '…';
  return (
    <Menu
      look="space"
      label={
        <span className="space-name">
          <span className="space-mark" aria-hidden="true">
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="page-name" dir="auto">
            {name}
          </span>
        </span>
      }
    >
      {spaces.map(({ id, name: each }) => (
        <Link key={id} to="/s/$space" params={{ space: id }} className="menu-item" dir="auto">
          {each}
        </Link>
      ))}
    </Menu>
  );
}
