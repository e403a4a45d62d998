/** Jest's global tear-down: stops the broker and the database of this run. */
export default async () => {
  const { close } = await import('./stand.mjs');
  await close();
};
