import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { startPrometheus } from '../../programs/servers/prometheus.ts';
import { findObjective, findService, readCatalog } from '../../service/evidence/catalog.ts';
import { printRoutes } from './routes.ts';

describe('evidence routes', () => {
  it('clears nobody where nothing was measured, and names the environment that it asked about', async function () {
    // A first start may fetch the program.
    this.timeout(120_000);
    const runDir = mkdtempSync(join(tmpdir(), 'tocsin-routes-'));
    const prometheus = await startPrometheus({ runDir, configText: '{}' });
    try {
      const CATALOG_FILE = 'alerts/generated/catalog.json';
      const service = findService(await readCatalog(CATALOG_FILE), 'desk');
      const objective = service && findObjective(service, 'availability');
      if (service === undefined || objective === undefined) throw new Error('the desk is in the catalog');
      const lines: string[] = [];
      const exitCode = await printRoutes({
        stack: { SERVICE: 'desk', ENVIRONMENT: 'production', CATALOG_FILE, PROMETHEUS_URL: prometheus.url },
        service,
        objective,
        window: '5m',
        waitSeconds: 0,
        print: (line) => lines.push(line),
      });
      expect(exitCode).to.equal(1);
      expect(lines.join('\n')).to.match(/^NOTHING WAS MEASURED of desk in production in the last 5m/);
    } finally {
      await prometheus.stop();
      rmSync(runDir, { recursive: true, force: true });
    }
  });
});
