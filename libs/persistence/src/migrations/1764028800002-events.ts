import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What moves: the inbox that decides identity, payloads, deliveries and attempts by day, clicks, positions, counters. */
export class Events1764028800002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create type delivery_status as enum ('pending', 'failed', 'sent', 'failed_permanently', 'discarded');
      create type delivery_place as enum ('task', 'tier', 'here');

      -- Kept for ever and narrow: dedup has no window.
      create table event_inbox (
        inbox_id uuid primary key,
        bucket date not null,
        revision bigint not null
      );

      create table event_payloads (
        bucket date not null,
        inbox_id uuid not null,
        space_id uuid not null,
        canonical canonical not null,
        uid text,
        eid text,
        tg_id bigint,
        value numeric(20, 8),
        currency text,
        occurred_at timestamptz not null,
        accepted_at timestamptz not null,
        door text not null,
        source_partition integer not null,
        source_offset bigint not null,
        payload bytea not null,
        click bytea,
        primary key (bucket, inbox_id)
      ) partition by range (bucket);
      create index event_payloads_uid on event_payloads (space_id, uid) where uid is not null;
      create index event_payloads_eid on event_payloads (space_id, eid) where eid is not null;
      create index event_payloads_tg on event_payloads (space_id, tg_id) where tg_id is not null;
      create index event_payloads_time on event_payloads (space_id, accepted_at);

      -- place: where the delivery waits (null = settled). dispatch: which life of it. due_at: not to be emitted or
      -- attempted before. attempt_base and born_at/paused_base_ms: where the present budget and horizon began.
      create table event_outbox (
        bucket date not null,
        event_id uuid not null,
        inbox_id uuid not null,
        space_id uuid not null,
        destination_id uuid not null,
        kind destination_kind not null,
        canonical canonical not null,
        event_name text not null,
        currency text,
        status delivery_status not null,
        place delivery_place,
        dispatch integer not null,
        attempt_count integer not null default 0,
        attempt_base integer not null default 0,
        due_at timestamptz,
        placed_at timestamptz not null,
        tier text,
        source_partition integer not null,
        source_offset bigint not null,
        revision bigint not null,
        accepted_at timestamptz not null,
        born_at timestamptz not null,
        paused_base_ms bigint not null,
        last_attempt_at timestamptz,
        settled_at timestamptz,
        reason text,
        detail text,
        http_status integer,
        job_id uuid,
        primary key (bucket, event_id)
      ) partition by range (bucket);
      create index event_outbox_time on event_outbox (destination_id, accepted_at);
      create index event_outbox_open on event_outbox (destination_id, place, due_at) where place is not null;
      create index event_outbox_dead on event_outbox (destination_id, settled_at) where status = 'failed_permanently';

      create table delivery_attempts (
        bucket date not null,
        event_id uuid not null,
        outcome_id uuid not null,
        dispatch integer not null,
        attempt integer not null,
        verdict text not null,
        reason text,
        detail text,
        http_status integer,
        may_have_arrived boolean not null,
        started_at timestamptz not null,
        duration_ms integer not null,
        next_attempt_at timestamptz,
        request bytea,
        response bytea,
        primary key (bucket, event_id, outcome_id)
      ) partition by range (bucket);

      create table firsts (
        space_id uuid not null,
        uid text not null,
        canonical canonical not null,
        inbox_id uuid not null,
        occurred_at timestamptz not null,
        primary key (space_id, uid, canonical)
      );

      create table clicks (
        space_id uuid not null,
        uid text not null,
        link_id uuid,
        tg_id bigint,
        clicked_at timestamptz not null,
        accepted_at timestamptz not null,
        fields bytea not null,
        primary key (space_id, uid)
      );
      create index clicks_tg on clicks (space_id, tg_id) where tg_id is not null;
      create index clicks_link on clicks (link_id, clicked_at) where link_id is not null;

      create table binds (
        space_id uuid not null,
        uid text not null,
        tg_id bigint not null,
        bound_at timestamptz not null default now(),
        primary key (space_id, uid)
      );
      create index binds_tg on binds (space_id, tg_id);

      create table rejected_events (
        id uuid primary key,
        space_id uuid,
        door text not null,
        reason text not null,
        detail text not null,
        at timestamptz not null,
        topic text,
        partition integer,
        "offset" bigint,
        value bytea,
        value_bytes integer not null,
        value_sha256 bytea,
        submitted_as uuid
      );
      create index rejected_events_space on rejected_events (space_id, at);

      -- How far a hop has read, moved in the same transaction as what it wrote; the other columns are the door's ledger.
      create table hop_progress (
        topic text not null,
        partition integer not null,
        first_offset bigint not null,
        next_offset bigint not null,
        append_time timestamptz not null default 'epoch',
        fresh bigint not null default 0,
        duplicate bigint not null default 0,
        replayed bigint not null default 0,
        rejected bigint not null default 0,
        tombstones bigint not null default 0,
        skipped bigint not null default 0,
        primary key (topic, partition)
      ) with (fillfactor = 50);

      -- Sharded by writer: sum over shards. name "rows.<status>" and "place.<place>": rows now, slot = bucket;
      -- "flow.<what>": happened in the 15 minutes from slot.
      create table counters (
        scope uuid not null,
        name text not null,
        slot timestamptz not null,
        shard smallint not null,
        value bigint not null default 0,
        amount numeric(38, 8) not null default 0,
        primary key (scope, name, slot, shard)
      ) with (fillfactor = 50);
      create index counters_here on counters (slot, scope) where name = 'place.here';
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migrations are not undone: drop the database');
  }
}
