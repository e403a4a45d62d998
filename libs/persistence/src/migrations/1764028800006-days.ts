import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counters by time: the ledger reads those of a day, and a day that is dropped has its own folded. */
export class Days1764028800006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index counters_slot on counters (slot)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index counters_slot`);
  }
}
