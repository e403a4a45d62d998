/** `healthcheck.mjs livez|readyz`: asks this container's management port; exit code 0 when the answer is 200. */
// It is no part of an app, and asks nobody but its own container.
// oxlint-disable node/no-process-env, eslint/no-restricted-globals
const port = process.env.WAYBILL_MANAGEMENT_PORT ?? '9100';
const [what = 'livez'] = process.argv.slice(2);
const { ok } = await fetch(`http://127.0.0.1:${port}/${what}`, { signal: AbortSignal.timeout(2500) });
process.exit(ok ? 0 : 1);
