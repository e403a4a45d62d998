/** Jest's global set-up for suites with a real broker or database: opens the stand they ask. Nothing is started yet. */
export default async () => {
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new Error(`The tests need Node 24, this is ${process.version}: start them with "npm run jest -- …".`);
  }
  const { open } = await import('./stand.mjs');
  await open();
};
