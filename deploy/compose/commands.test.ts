import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseDeployConfig } from '../config.ts';
import {
  askInNewContainer,
  askInSlot,
  buildImage,
  endMigration,
  inspectSlot,
  listImages,
  removeImages,
  runMigration,
  stackDown,
  stackUp,
  startSlot,
  stopSlot,
} from './commands.ts';

const stack = parseDeployConfig({ DEPLOY_TARGET: 'compose', DEPLOY_ROOT: '/srv/desk' });
const image = `sha256:${'a'.repeat(64)}`;
/** After `docker compose --project-name P --file F`, which every one of them begins with. */
const told = (args: readonly string[]): string => args.slice(5).join(' ');

describe("docker's commands", () => {
  it('all name the project and the file, so that they work from any folder', () => {
    const { args } = stopSlot(stack, 'blue');
    expect(args.slice(0, 4)).to.deep.equal([
      'compose',
      '--project-name',
      'tocsin-desk-development',
      '--file',
    ]);
    expect(args[4]).to.match(/\/deploy\/docker-compose\.yml$/);
  });

  it('start one slot by the image’s digest, and touch neither the other one nor the database', () => {
    const { args, env } = startSlot(stack, 'green', { image, environmentFile: '/srv/desk/run/green.env' });
    expect(told(args)).to.equal('up --detach --no-deps --no-build --force-recreate green');
    expect(env).to.include({ RELEASE_IMAGE: image, RELEASE_ENV_FILE: '/srv/desk/run/green.env' });
  });

  it('give each place an address that stays the same', () => {
    expect(stackUp(stack, { uid: 7, gid: 8 }, true).env).to.include({
      SLOTS_SUBNET: '172.29.117.0/28',
      PROXY_ADDRESS: '172.29.117.2',
      PROMETHEUS_ADDRESS: '172.29.117.3',
      BLUE_ADDRESS: '172.29.117.4',
      GREEN_ADDRESS: '172.29.117.5',
      FRONT: '127.0.0.1:8080',
      PROXY_USER: '7:8',
      PROXY_DIR: '/srv/desk/run/proxy',
      PROMETHEUS_TARGETS: '/srv/desk/run/targets',
    });
  });

  it('bring up a Prometheus only where the gate asks the stack’s own', () => {
    const owner = { uid: 7, gid: 8 };
    expect(told(stackUp(stack, owner, true).args)).to.equal('up --detach --wait postgres proxy prometheus');
    expect(told(stackUp(stack, owner, false).args)).to.equal('up --detach --wait postgres proxy');
  });

  it('stop by the time of grace of the file and free the name', () => {
    expect(told(stopSlot(stack, 'blue').args)).to.equal('rm --stop --force blue');
    expect(inspectSlot(stack, 'blue').args.at(-1)).to.equal('tocsin-desk-development-blue-1');
  });

  it('take the rows away only when told so', () => {
    expect(told(stackDown(stack, false).args)).to.equal('--profile * down');
    expect(told(stackDown(stack, true).args)).to.equal('--profile * down --volumes');
  });

  it('migrate with the release’s own program, under a name by which a cut-off one is found', () => {
    const { args, env } = runMigration(stack, image);
    expect(told(args)).to.equal('run --rm --no-deps --no-TTY --name tocsin-desk-development-migrate migrate');
    expect(env.RELEASE_IMAGE).to.equal(image);
    expect(endMigration(stack).args.at(-1)).to.equal('tocsin-desk-development-migrate');
  });

  it('ask a release in a container of its own under no name of ours, so that no migration is in its way', () => {
    const { args, env } = askInNewContainer(stack, image, ['--state']);
    expect(told(args)).to.equal('run --rm --no-deps --no-TTY migrate --state');
    expect(env.RELEASE_IMAGE).to.equal(image);
  });

  it('ask a release that runs already in its own container', () => {
    expect(askInSlot(stack, 'blue', ['--state']).args.join(' ')).to.equal(
      'container exec tocsin-desk-development-blue-1 node --env-file=/run/secrets/desk.env service/migrate.ts --state',
    );
  });

  it('build from the release’s own files and packages, tagged with its id and labelled with its content', () => {
    const { args } = buildImage(stack, {
      release: '20260101T000000Z',
      contentHash: 'c0ffee',
      dockerfile: '/src/Dockerfile',
      folder: '/srv/desk/incoming/20260101T000000Z',
      dependencies: '/srv/desk/dependencies/abc',
    });
    expect(args.slice(0, 8).join(' ')).to.equal(
      'build --quiet --provenance=false --file /src/Dockerfile --tag tocsin-desk:20260101T000000Z --build-context',
    );
    expect(args).to.include.members([
      'packages=/srv/desk/dependencies/abc',
      'tocsin.release=20260101T000000Z',
      'tocsin.content-hash=c0ffee',
      'tocsin.project=tocsin-desk-development',
    ]);
    expect(args.at(-1)).to.equal('/srv/desk/incoming/20260101T000000Z');
  });

  it('free images of this project only', () => {
    expect(listImages(stack).args).to.include('label=tocsin.project=tocsin-desk-development');
    expect(removeImages(stack, ['a', 'b']).args.join(' ')).to.equal('image rm tocsin-desk:a tocsin-desk:b');
  });
});
