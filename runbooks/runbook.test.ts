import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { absenceAlertName } from '../alerts/absence-alert.ts';
import { burnRateTiers } from '../alerts/burn-rate.ts';
import { catalog } from '../alerts/catalog.ts';
import { alertName } from '../alerts/objective.ts';
import { owners } from '../alerts/owners.ts';
import { alertNamesOf } from '../alerts/rules.ts';
import { symptomFigures } from '../alerts/symptoms/figures.ts';
import { parseRunbook, sectionNames } from './runbook.ts';
import { readRunbook, renderIndex, runbookNames } from './shipped-runbooks.ts';

/** Every alert that any catalog file can bring, with the severities that it can have. */
const possibleAlerts = new Map<string, readonly string[]>([
  ...(['availability', 'latency', 'freshness', 'probe'] as const).map(
    (kind) => [alertName({ kind }), burnRateTiers.map(({ severity }) => severity)] as const,
  ),
  [absenceAlertName, ['warning']],
  ...Object.entries(symptomFigures).map(([alert, levels]) => [alert, Object.keys(levels)] as const),
]);

describe('the shipped runbooks', () => {
  it('are one an alert that any service can have, no more and no less', async () => {
    expect(await runbookNames()).to.deep.equal([...possibleAlerts.keys()].sort());
    expect([...possibleAlerts.keys()]).to.include.members(alertNamesOf(catalog));
  });

  it('are all in the index, as they are now', async () => {
    const runbooks = await Promise.all((await runbookNames()).map(readRunbook));
    expect(await readFile(join(import.meta.dirname, 'README.md'), 'utf8')).to.equal(
      renderIndex(runbooks),
      'run: npm run --silent runbook -- --index > runbooks/README.md',
    );
  });

  for (const [alert, severities] of possibleAlerts) {
    it(`${alert} has its sections, its alert, an owner that there is, and its worst severity`, async () => {
      const runbook = await readRunbook(alert);
      expect(runbook.alert).to.equal(alert);
      expect(runbook.sections).to.deep.equal(sectionNames);
      expect(Object.keys(owners)).to.include(runbook.owner);
      expect(runbook.meaning).to.match(/^[A-Z].*\.$/);
      expect(runbook.severity).to.equal(severities.includes('critical') ? 'critical' : 'warning');
    });

    it(`${alert} can diagnose and verify step by step, and says by what to mitigate`, async () => {
      const { steps, snippets } = await readRunbook(alert);
      const sections = steps.map(({ section }) => section);
      expect(sections.filter((section) => section === 'Diagnosis').length).to.be.at.least(2);
      expect(sections).to.include('Verification');
      expect([...sections, ...snippets.map(({ section }) => section)]).to.include('Mitigation');
    });

    it(`${alert} names a drill that exists, or says that there is none`, async () => {
      const { drill } = await readRunbook(alert);
      const drills = await readdir(join(import.meta.dirname, '..', 'incidents', 'drills'));
      if (drill !== 'none') expect(drills).to.include(`${drill}.ts`);
    });

    it(`${alert} sends its reader only to files that are there`, async () => {
      const text = await readFile(join(import.meta.dirname, `${alert}.md`), 'utf8');
      const named = [...text.matchAll(/`(\w+)\.md`/g)].map(([, name = '']) => name);
      expect([...possibleAlerts.keys()]).to.include.members(named);
    });
  }
});

describe('parseRunbook', () => {
  const head = '---\nalert: A\nowner: o\nseverity: critical\ndrill: none\n---\n';
  const body = sectionNames.map((name) => `## ${name}\n`).join('\n');

  it('names the file and every fault at once', () => {
    const broken = `---\nalert: A\n---\n## Meaning\n\n\`\`\`sh {"name":"Bad Name","risk":"none","timeout":"1s"}\ntrue\n\`\`\`\n`;
    expect(() => parseRunbook(broken, 'A.md'))
      .to.throw('A.md')
      .with.property('message')
      .that.includes('kebab-case')
      .and.includes('owner')
      .and.includes('Verification');
  });

  it('refuses a step that changes something and cannot be taken back', () => {
    const step = '```sh {"name":"cut","risk":"traffic","timeout":"1s"}\ntrue\n```\n';
    expect(() => parseRunbook(`${head}${body}\n${step}`, 'A.md')).to.throw('no undo');
  });

  it('takes a fenced block without attributes for text to copy, not for a step', () => {
    const { steps, snippets } = parseRunbook(`${head}${body}\n\`\`\`sh\ntrue\n\`\`\`\n`, 'A.md');
    expect(steps).to.deep.equal([]);
    expect(snippets).to.deep.equal([{ section: 'Escalation', language: 'sh', text: 'true' }]);
  });

  it('takes the first sentence of its meaning, whatever line it ends on', () => {
    const text = body.replace('## Meaning\n', '## Meaning\n\nOver 1.5 % of\n`a.b` fails. More.\n');
    expect(parseRunbook(`${head}${text}`, 'A.md').meaning).to.equal('Over 1.5 % of `a.b` fails.');
  });
});
