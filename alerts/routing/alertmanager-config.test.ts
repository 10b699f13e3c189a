import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { parse } from 'yaml';
import { z } from 'zod';
import { requireProgram, runProgram } from '../../programs/find.ts';
import { catalog } from '../catalog.ts';
import { secretOf, secretsFolder } from './channel-config.ts';
import { routingTree } from './routing-tree.ts';

const root = join(import.meta.dirname, '..', '..');
const generated = join(root, 'alerts', 'generated');
const overlaySchema = z.object({
  services: z.object({ alertmanager: z.object({ volumes: z.array(z.record(z.string(), z.unknown())) }) }),
});

describe('the committed configurations of Alertmanager', () => {
  let desk: string;
  let paging: string;
  before(async () => {
    desk = await readFile(join(generated, 'alertmanager.yml'), 'utf8');
    paging = await readFile(join(generated, 'alertmanager.paging.yml'), 'utf8');
  });

  for (const file of ['alertmanager.yml', 'alertmanager.paging.yml'])
    it(`amtool accepts ${file}`, async function () {
      this.timeout(60_000);
      const amtool = await requireProgram('amtool');
      const { exitCode, stdout, stderr } = await runProgram(amtool, ['check-config', join(generated, file)]);
      expect(exitCode, `${stdout}${stderr}`).to.equal(0);
    });

  it('differ in what the receivers of people do, and in nothing else', () => {
    const { receivers, ...rest } = parse(paging);
    const { receivers: deskReceivers, ...deskRest } = parse(desk);
    expect(rest).to.deep.equal(deskRest);
    const namesOf = (list: { name: string }[]) => list.map(({ name }) => name);
    expect(namesOf(receivers)).to.deep.equal(namesOf(deskReceivers));
    expect(deskReceivers.filter((receiver: object) => Object.keys(receiver).length > 1)).to.deep.equal([
      receivers[0],
    ]);
  });

  it('read secrets from files only, all in the one folder', () => {
    const files = [...paging.matchAll(/_file: (\S+)/g)].map(([, file]) => file);
    const named = routingTree(catalog).receivers.flatMap((receiver) =>
      'channels' in receiver
        ? receiver.channels.map((channel) => `${secretsFolder}/${secretOf(channel)}`)
        : [],
    );
    expect(new Set(files)).to.deep.equal(new Set(named));
    expect(paging).not.to.match(/^\s*(api_url|routing_key|service_key|auth_password|credentials|token):/m);
    expect(desk).not.to.include('_file');
  });

  it('come into the container together with the folder of secrets, which has to be there', async () => {
    const overlay = overlaySchema.parse(
      parse(await readFile(join(root, 'docker-compose.paging.yml'), 'utf8')),
    );
    const mounts = overlay.services.alertmanager.volumes;
    expect(mounts.map(({ source }) => source)).to.deep.equal([
      './alerts/generated/alertmanager.paging.yml',
      './secrets/alertmanager',
    ]);
    expect(mounts.map(({ target }) => target)).to.deep.equal([
      '/etc/alertmanager/alertmanager.yml',
      secretsFolder,
    ]);
    for (const mount of mounts)
      expect(mount).to.deep.include({ type: 'bind', read_only: true, bind: { create_host_path: false } });
    expect(await readFile(join(root, '.gitignore'), 'utf8')).to.match(/^\/secrets\/$/m);
  });
});
