import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The deliveries of a job by where they stand, and the last report of the ledger. */
export class Jobs1764028800005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index event_outbox_job on event_outbox (job_id, status) where job_id is not null;

      -- One row, written by whichever fanout read the sums last.
      create table ledger (
        only_row boolean primary key default true check (only_row),
        read_at timestamptz not null,
        read_by text not null,
        report jsonb not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ledger;
      drop index event_outbox_job;
    `);
  }
}
