import type { ReactNode } from 'react';
import { Outlet } from '@tanstack/react-router';
import { ToastProvider } from '../parts/toast.js';
import { LiveProvider } from './live.js';
import { Rail } from './rail.js';
import { Shortcuts } from './shortcuts.js';
import { TopBar } from './top-bar.js';
import { useStale } from './use-stale.js';

/** Says that what is shown may be old. */
const StaleBanner = () =>
  useStale() ? (
    <p className="banner" role="status">
      The console does not answer at the moment. What you see may be old; it is asked again by itself.
    </p>
  ) : null;

/** The frame around every page of a space. */
export const Shell = (): ReactNode => (
  <LiveProvider>
    <ToastProvider>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <div className="shell">
        <Rail />
        <div className="content">
          <TopBar />
          <StaleBanner />
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      <Shortcuts />
    </ToastProvider>
  </LiveProvider>
);
