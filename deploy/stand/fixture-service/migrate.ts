import { setTimeout as pause } from 'node:timers/promises';
import { behaviour } from './behaviour.ts';
import { variableNames } from './config.ts';

await pause(behaviour.migratesForMs);
process.stdout.write(
  behaviour.canMigrate
    ? `schema migrated with ${variableNames.join(' ')}\n`
    : 'column "state" is in the way\n',
);
process.exitCode = behaviour.canMigrate ? 0 : 1;
