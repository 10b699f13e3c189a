import { behaviour } from './behaviour.ts';

process.stdout.write(behaviour.canMigrate ? 'schema migrated\n' : 'column "state" is in the way\n');
process.exitCode = behaviour.canMigrate ? 0 : 1;
