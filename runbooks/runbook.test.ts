import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { catalog } from '../alerts/catalog.ts';
import { alertNamesOf } from '../alerts/rules.ts';
import { parseRunbook, sectionNames } from './runbook.ts';

const folder = import.meta.dirname;

async function readRunbook(alert: string): Promise<ReturnType<typeof parseRunbook>> {
  return parseRunbook(await readFile(join(folder, `${alert}.md`), 'utf8'), `${alert}.md`);
}

describe('the shipped runbooks', () => {
  it('are one an alert, no more and no less', async () => {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.md'));
    expect(files.sort()).to.deep.equal(
      alertNamesOf(catalog)
        .map((alert) => `${alert}.md`)
        .sort(),
    );
  });

  for (const alert of alertNamesOf(catalog)) {
    it(`${alert} has its sections, names its alert, and can diagnose, mitigate and verify`, async () => {
      const runbook = await readRunbook(alert);
      expect(runbook.alert).to.equal(alert);
      expect(runbook.sections).to.deep.equal(sectionNames);
      for (const section of ['Diagnosis', 'Mitigation', 'Verification'])
        expect(
          runbook.steps.some((step) => step.section === section),
          section,
        ).to.equal(true);
    });

    it(`${alert} names a drill that exists, or says that there is none`, async () => {
      const { drill } = await readRunbook(alert);
      const drills = await readdir(join(folder, '..', 'incidents', 'drills'));
      if (drill !== 'none') expect(drills).to.include(`${drill}.ts`);
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

  it('takes a fenced block without attributes for text, not for a step', () => {
    expect(parseRunbook(`${head}${body}\n\`\`\`sh\ntrue\n\`\`\`\n`, 'A.md').steps).to.deep.equal([]);
  });
});
