/** What a test run is told from outside; both undefined in a plain run, which starts its own. */
export interface TestingSettings {
  /** WAYBILL_TEST_KAFKA: brokers to use, "host:port,host:port". */
  readonly kafka: string | undefined;
  /** WAYBILL_TEST_POSTGRES: URL of a superuser's or database creator's connection. */
  readonly postgres: string | undefined;
  /** WAYBILL_TEST_STAND: port of the run's own stand, set by the global set-up. */
  readonly stand: string | undefined;
}

const given = (name: string): string | undefined => process.env[name] || undefined;

/** Reads them from the environment. */
export const testingSettings = (): TestingSettings => ({
  kafka: given('WAYBILL_TEST_KAFKA'),
  postgres: given('WAYBILL_TEST_POSTGRES'),
  stand: given('WAYBILL_TEST_STAND'),
});

/** Tells this process' children where the stand is, and takes it back with undefined. */
export const announceStand = (port: number | undefined): void => {
  if (port === undefined) delete process.env['WAYBILL_TEST_STAND'];
  else process.env['WAYBILL_TEST_STAND'] = String(port);
};
