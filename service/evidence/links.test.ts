import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type LinkBases, resolveLinks, resolvePanel } from './links.ts';

const paths = { runbook_url: 'runbooks/HighLatency.md', dashboard_url: '/d/desk-errors?viewPanel=panel-7' };
const alert = { alertname: 'HighLatency', startsAt: '2026-03-01T03:30:00.000Z', annotations: paths };
const nowhere: LinkBases = {
  runbooksUrl: undefined,
  runbooksDir: undefined,
  publicUrl: undefined,
  grafanaUrl: undefined,
};

describe('the links of an incident', () => {
  it('stand behind the addresses that the desk knows', () => {
    const bases = {
      ...nowhere,
      runbooksUrl: 'https://git.example.com/runbooks/',
      grafanaUrl: 'https://grafana.example.com/',
    };
    expect(resolveLinks(alert, bases)).to.deep.equal({
      runbook: 'https://git.example.com/runbooks/HighLatency.md',
      dashboard: `https://grafana.example.com/d/desk-errors?viewPanel=panel-7&from=${Date.parse('2026-03-01T03:00:00Z')}&to=now`,
    });
  });

  it("lead to the desk's own copy of a runbook where there is no other", () => {
    const bases = { ...nowhere, runbooksDir: 'runbooks', publicUrl: 'http://127.0.0.1:8080' };
    expect(resolveLinks(alert, bases).runbook).to.equal('http://127.0.0.1:8080/runbooks/HighLatency');
  });

  it('open a panel over the time that was kept, or nothing where nobody knows Grafana', () => {
    const [from, to] = ['2026-03-01T03:05:00.000Z', '2026-03-01T03:20:00.000Z'];
    const shown = { environment: 'sta&ging', from, to };
    expect(resolvePanel('/d/desk-errors?viewPanel=panel-7', shown, 'https://grafana.example.com/')).to.equal(
      `https://grafana.example.com/d/desk-errors?viewPanel=panel-7&var-environment=sta%26ging&from=${Date.parse(from)}&to=${Date.parse(to)}`,
    );
    expect(resolvePanel('/d/x', shown, undefined)).to.equal(undefined);
  });

  it('stay paths where nobody knows an address, and addresses where the alert carries one', () => {
    expect(resolveLinks(alert, nowhere)).to.deep.equal({
      runbook: paths.runbook_url,
      dashboard: paths.dashboard_url,
    });
    const whole = { runbook_url: 'https://a.example/x', dashboard_url: 'https://b.example/y' };
    const bases = { ...nowhere, runbooksUrl: 'https://c.example', grafanaUrl: 'https://d.example' };
    expect(resolveLinks({ ...alert, annotations: whole }, bases)).to.deep.equal({
      runbook: whole.runbook_url,
      dashboard: whole.dashboard_url,
    });
  });
});
