import './typescript.hooks.mjs';

// A process of its own that starts "kafka" or "postgres" with the options given as JSON, prints what it has started as one
// line of JSON and then does nothing, so that a test can see what becomes of the server when the launcher is killed.
const [, , what, options] = process.argv;
const { startKafka, startPostgres } = await import('../src/index.ts');
const started = await (what === 'kafka' ? startKafka : startPostgres)(JSON.parse(options));
console.log(JSON.stringify({ pid: started.pid ?? started.pids[0], dataDir: started.dataDir }));
setInterval(() => undefined, 60_000);
