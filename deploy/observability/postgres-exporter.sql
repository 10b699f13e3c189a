-- The role that postgres_exporter logs in with: it reads the server's statistics, and nothing that anybody has stored.
-- Run by a superuser in the database "postgres", as often as wanted. The role's password comes in the setting
-- exporter.password (PGOPTIONS, or a connection's options): no statement holds it, so no log and no statistics do.

-- An error would be told with the statement that the block below puts together, and another setting would count it.
SET log_error_verbosity = terse;
SET pg_stat_statements.track = 'none';
SET client_min_messages = warning;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'postgres_exporter') THEN
    CREATE ROLE postgres_exporter;
  END IF;
  EXECUTE format('ALTER ROLE postgres_exporter LOGIN CONNECTION LIMIT 5 PASSWORD %L', current_setting('exporter.password'));
  IF current_setting('shared_preload_libraries') ~ 'pg_stat_statements' THEN
    CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
  END IF;
END
$$;

GRANT pg_monitor TO postgres_exporter;
-- Shorter than the 5 s after which Prometheus no longer waits.
ALTER ROLE postgres_exporter SET statement_timeout = '4s';
