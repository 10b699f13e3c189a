import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createStore } from '../testing/database.test.ts';
import { startDesk, type TestDesk } from '../testing/desk.test.ts';

describe('runbooks on the desk', () => {
  let folder: string;
  let desk: TestDesk;

  before(async () => {
    const { store } = await createStore('runbooks');
    folder = await mkdtemp(join(tmpdir(), 'tocsin-runbooks-'));
    await writeFile(join(folder, 'Alert.md'), '# Alert\n\n<script>is text</script>\n');
    desk = await startDesk(store, { config: { runbooksDir: folder } });
  });
  after(async () => {
    await desk.stop();
    await rm(folder, { recursive: true });
  });

  it('are shown as they were written, and nothing in them runs', async () => {
    const page = await (await fetch(`${desk.url}/runbooks/Alert`)).text();
    expect(page).to.include('# Alert').and.include('&lt;script&gt;is text');
  });

  it('are only those of the folder: no other name, no path out of it', async () => {
    for (const name of ['Other', '..%2F..%2Fetc%2Fpasswd', 'Alert.md'])
      expect((await fetch(`${desk.url}/runbooks/${name}`)).status, name).to.equal(404);
  });
});
