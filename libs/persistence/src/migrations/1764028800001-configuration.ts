import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people configure: spaces, keys, links, destinations and the one revision that orders every change. */
export class Configuration1764028800001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create type destination_kind as enum ('fb_capi', 'webhook', 's2s_postback');
      create type canonical as enum ('contact', 'subscribed', 'registration', 'deposit');

      -- One row. Whoever changes configuration raises it in the same transaction; its row lock makes commit order and
      -- revision order the same, so a reader that has seen revision n has seen everything up to n.
      create table config_state (only_row boolean primary key default true check (only_row), revision bigint not null);
      insert into config_state (revision) values (1);

      create table spaces (
        id uuid primary key,
        name text not null unique,
        time_zone text not null default 'UTC',
        event_aliases jsonb not null default '{}',
        notices jsonb not null default '{}',
        revision bigint not null,
        created_at timestamptz not null default now()
      );
      create index spaces_revision on spaces (revision);

      create table api_keys (
        id uuid primary key,
        space_id uuid not null references spaces,
        kind text not null check (kind in ('secret', 'ingest_token')),
        hash bytea not null unique,
        hint text not null,
        encrypted text,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        revision bigint not null
      );
      create index api_keys_space on api_keys (space_id, kind);
      create index api_keys_revision on api_keys (revision);

      create table links (
        id uuid primary key,
        space_id uuid not null references spaces,
        slug text not null unique,
        name text not null,
        landing text not null,
        creative text,
        source text,
        note text,
        enabled boolean not null default true,
        revision bigint not null,
        created_at timestamptz not null default now()
      );
      create index links_space on links (space_id);

      create table destinations (
        id uuid primary key,
        space_id uuid not null references spaces,
        kind destination_kind not null,
        name text not null,
        enabled boolean not null,
        config jsonb not null,
        event_map jsonb not null,
        filter jsonb not null,
        currency_map jsonb not null,
        proxy_url text,
        max_attempts integer not null,
        horizon_s integer not null,
        max_concurrency integer not null,
        rate_per_s double precision,
        timeout_ms integer not null,
        paused_at timestamptz,
        paused_by text,
        paused_total_ms bigint not null default 0,
        resumed_revision bigint not null default 0,
        revision bigint not null,
        created_at timestamptz not null default now(),
        deleted_at timestamptz
      );
      create unique index destinations_name on destinations (space_id, name) where deleted_at is null;
      create index destinations_revision on destinations (revision);

      create table destination_revisions (
        destination_id uuid not null references destinations,
        revision bigint not null,
        at timestamptz not null default now(),
        actor text not null,
        snapshot jsonb not null,
        primary key (destination_id, revision)
      );

      -- Written by recorder alone, from what the apps decided. window_size: how many tasks may wait in the main topic.
      create table destination_states (
        destination_id uuid primary key,
        state text not null default 'active' check (state in ('active', 'held', 'paused')),
        reason text,
        held_until timestamptz,
        hold_count integer not null default 0,
        decided_revision bigint not null default 0,
        decided_at timestamptz not null default 'epoch',
        paused_at timestamptz,
        window_size integer not null default 1000,
        window_changed_at timestamptz not null default 'epoch',
        settled_since_change bigint not null default 0,
        last_success_at timestamptz
      ) with (fillfactor = 60);
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migrations are not undone: drop the database');
  }
}
