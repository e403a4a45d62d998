import type { ReactNode } from 'react';
import { Empty } from '../../parts/states.js';

/** Shown to who may see no space at all. */
export const NoSpace = (): ReactNode => (
  <main className="alone">
    <Empty title="There is no space for you yet">
      <p>An administrator makes one, or gives you the right to see one. Then load this page again.</p>
    </Empty>
  </main>
);
