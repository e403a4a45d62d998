import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A link that is deleted stays known, so that its clicks keep a name; its slug is free again. */
export class Links1764028800004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table links add column deleted_at timestamptz;
      alter table links drop constraint links_slug_key;
      create unique index links_slug on links (slug) where deleted_at is null;
      create index links_revision on links (revision);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index links_revision;
      drop index links_slug;
      delete from links where deleted_at is not null;
      alter table links add constraint links_slug_key unique (slug);
      alter table links drop column deleted_at;
    `);
  }
}
