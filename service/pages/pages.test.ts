import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../db/store.ts';
import { appendEvents } from '../incidents/incident-store.ts';
import { openBrowser } from '../testing/browser.test.ts';
import { createStore } from '../testing/database.test.ts';
import { alertOf, call, startDesk, type TestDesk, webhookOf } from '../testing/desk.test.ts';
import { exampleEvidence } from '../testing/example-evidence.test.ts';
import { examplePanels } from '../testing/example-panels.test.ts';

const attack = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">'"`;
const phone = { width: 360, height: 740 };

describe('the pages in a browser', function () {
  this.timeout(60_000);
  let store: Store;
  let desk: TestDesk;
  let browser: Browser;
  let page: Page;

  before(async () => {
    ({ store } = await createStore('pages'));
    desk = await startDesk(store, { config: { grafanaUrl: 'http://grafana.example.com' } });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: phone });
    await call(
      `${desk.url}/api/alerts`,
      webhookOf([
        alertOf({ annotations: { summary: `desk burns ${attack}`, runbook_url: 'javascript:alert(1)' } }),
        alertOf({ fingerprint: 'f2', labels: { slo: 'latency', alertname: 'a'.repeat(200) } }),
      ]),
    );
    const at = new Date().toISOString();
    await appendEvents(store, [
      {
        incidentId: '1',
        event: { kind: 'evidence-gathered', at, data: { attempt: 1, evidence: exampleEvidence } },
      },
      { incidentId: '1', event: { kind: 'panels-frozen', at, data: examplePanels(new Date(), attack) } },
    ]);
    await call(`${desk.url}/api/incidents/1/notes`, {
      author: attack,
      text: `${attack}\n${'long'.repeat(200)}`,
    });
  });
  after(() => desk.stop());

  async function open(path: string): Promise<string> {
    const response = await page.goto(`${desk.url}${path}`);
    expect(response?.status()).to.equal(200);
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(phone.width);
    expect(await page.title()).not.to.equal('owned');
    expect(await page.locator('script, img, iframe, form').count()).to.equal(0);
    return (await page.locator('body').textContent()) ?? '';
  }

  it('list what is open, readable on a phone', async () => {
    const text = await open('/');
    expect(text).to.contain('DeskAvailabilityBurn on desk (staging)').and.contain('2 firing');
  });

  it('show one incident with its evidence, chart and timeline, and run nothing that came from outside', async () => {
    const text = await open('/incidents/1');
    expect(text).to.contain('severity 2').and.contain("document.title='owned'");
    expect(text).to.contain('deploy of 20260301-031015-b7e2c1').and.contain('2 min 45 s before');
    expect(text).to.contain('GET /api/incidents/:id').and.contain('48 %');
    expect(text).to.contain("TypeError: Cannot read properties of undefined (reading 'toISOString')");
    expect(await page.locator('svg[role=img] > title').first().textContent()).to.contain('Incident 1: ');
    const timeline = await page.locator('.timeline').textContent();
    expect(timeline)
      .to.contain('Alert DeskAvailabilityBurn (page-fast) began')
      .and.contain('Incident opened');
    expect(await page.getByRole('link', { name: 'Trace 4bf92f35' }).getAttribute('href')).to.match(/^http:/);
    expect(await page.locator('a[href^="javascript"]').count()).to.equal(0);
  });

  it('show the key panels as they were kept: picture, how to read it, query, and why there is none', async () => {
    const text = await open('/incidents/1');
    expect(text).to.contain('Key panels').and.contain('Only the new release is up here: roll it back.');
    // No Prometheus here: the panel that leads is the kept one too.
    expect(text).to.contain('Is availability bad enough to page?').and.contain('As of ');
    expect(text).to.contain('No data: no request failed').and.contain('did not answer within 3 s');
    const figure = page.locator('.panels figure', { hasText: 'Did a release bring it?' });
    expect(await figure.locator('svg > desc').textContent())
      .to.contain(`${attack}: last 2 %, highest 40 %. And 12 more series.`)
      .and.contain('Dashed: critical from 10 %.');
    expect(await figure.locator('pre').isVisible()).to.equal(false);
    await figure.locator('summary').click();
    expect(await figure.locator('pre').textContent()).to.contain('sum by (release) (bad)');
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(phone.width);
    expect(await figure.getByRole('link').getAttribute('href')).to.match(
      /^http:\/\/grafana\.example\.com\/d\/desk-errors\?viewPanel=panel-30368&var-environment=staging&from=\d+&to=\d+$/,
    );
    expect(await page.locator('.panels svg').count()).to.equal(1);
  });

  it('style themselves although nothing else may', async () => {
    await open('/incidents/1');
    const background = await page.evaluate(
      "getComputedStyle(document.querySelector('.badge.bad')).backgroundColor",
    );
    expect(background).to.equal('rgb(253, 236, 234)');
  });

  it('are dark where the reader prefers it', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open('/incidents/1');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).to.equal(
      'rgb(20, 24, 28)',
    );
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('show the review that was frozen', async () => {
    await call(`${desk.url}/api/incidents/1/resolve`, { by: 'ada', reason: attack, force: true });
    await call(`${desk.url}/api/incidents/1/review`, {});
    const text = await open('/incidents/1/review');
    expect(text).to.contain('Questions for people').and.contain('Closed by force by ada');
    expect((await call(`${desk.url}/incidents/9/review`)).status).to.equal(404);
  });
});
