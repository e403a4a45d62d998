import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs that console and fanout talk by, people and their sessions, tokens of programs, and what was done by whom. */
export class People1764028800003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jobs (
        id uuid primary key,
        space_id uuid,
        kind text not null check (kind in ('redrive', 'backfill', 'test', 'notice', 'erasure')),
        state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
        request jsonb not null,
        rate_per_s double precision,
        total bigint,
        emitted bigint not null default 0,
        cursor jsonb,
        result jsonb,
        created_by text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index jobs_open on jobs (created_at) where state in ('waiting', 'running');
      create index jobs_space on jobs (space_id, created_at);

      create table users (
        id uuid primary key,
        email text not null unique,
        password_hash text not null,
        role text not null check (role in ('viewer', 'operator', 'admin')),
        space_ids uuid[],
        created_at timestamptz not null default now(),
        disabled_at timestamptz
      );

      create table sessions (
        id_hash bytea primary key,
        user_id uuid not null references users on delete cascade,
        csrf_hash bytea not null,
        created_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        expires_at timestamptz not null
      );

      create table api_tokens (
        id uuid primary key,
        name text not null,
        hash bytea not null unique,
        hint text not null,
        role text not null check (role in ('viewer', 'operator', 'admin')),
        space_ids uuid[],
        created_by text not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      );

      create table audit_log (
        id uuid primary key,
        at timestamptz not null default now(),
        actor text not null,
        space_id uuid,
        action text not null,
        target text,
        detail jsonb not null default '{}'
      );
      create index audit_log_space on audit_log (space_id, at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migrations are not undone: drop the database');
  }
}
