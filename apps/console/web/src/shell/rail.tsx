import { Link } from '@tanstack/react-router';
import { useApi } from '../api/use-api.js';
import { Icon } from '../parts/icons.js';
import { Menu } from '../parts/menu.js';
import { counted } from '../parts/format.js';
import { ON_PHONE, PAGES, type Page } from './pages.js';
import { useSpace } from './space.js';
import { SpaceSwitcher } from './space-switcher.js';

/** How many deliveries have failed; shown beside the page that lists them. */
function useFailed(space: string): number {
  const { data } = useApi('GET /api/spaces/:space/dead_letters', { params: { space } });
  return (data?.items ?? []).reduce((sum, { count }) => sum + count, 0);
}

const PageLink = ({
  page,
  space,
  failed,
  phone,
}: {
  readonly page: Page;
  readonly space: string;
  readonly failed: number;
  readonly phone: boolean;
}) => (
  <Link
    to={page.to}
    params={{ space }}
    activeOptions={{ exact: page.letter === 'h', includeSearch: false }}
    className="page-link"
    title={page.name}
  >
    <Icon name={page.icon} />
    <span className="page-name">{phone ? page.short : page.name}</span>
    {page.letter === 'f' && failed > 0 && <span className="badge num">{counted(failed)}</span>}
  </Link>
);

/** Where one can go: a rail at the side, on a phone a bar at the bottom. */
export function Rail() {
  const space = useSpace();
  const failed = useFailed(space);
  return (
    <nav className="rail" aria-label="Pages">
      <SpaceSwitcher />
      <div className="rail-pages">
        {PAGES.map((page) => (
          <PageLink key={page.to} page={page} space={space} failed={failed} phone={false} />
        ))}
      </div>
      <div className="rail-phone">
        {PAGES.slice(0, ON_PHONE).map((page) => (
          <PageLink key={page.to} page={page} space={space} failed={failed} phone />
        ))}
        <Menu
          look="page-link upward"
          label={
            <>
              <Icon name="more" />
              <span className="page-name">More</span>
            </>
          }
        >
          {PAGES.slice(ON_PHONE).map((page) => (
            <PageLink key={page.to} page={page} space={space} failed={failed} phone />
          ))}
        </Menu>
      </div>
    </nav>
  );
}
