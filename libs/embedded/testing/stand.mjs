import './typescript.hooks.mjs';

const { openStand } = await import('./stand.server.ts');

let stand;

/** Opens the stand of this test run. */
export const open = async () => {
  stand = await openStand();
};

/** Stops whatever the stand has started. */
export const close = async () => {
  await stand?.stop();
  stand = undefined;
};
