import { expect } from 'chai';
import { describe, it } from 'mocha';
import { renderEnvironmentFile } from './environment-file.ts';

describe('environment file of a container', () => {
  it('passes a value as it is, whatever it holds for a shell', () => {
    const text = renderEnvironmentFile({ LOG_LEVEL: 'debug', PUBLIC_URL: 'http://x/?a=$B&c="d"#e' });
    expect(text).to.equal(`LOG_LEVEL='debug'\nPUBLIC_URL='http://x/?a=$B&c="d"#e'\nHOST='0.0.0.0'\n`);
  });

  it('keeps what is about this machine here, and the database’s password above all', () => {
    const variables = {
      DATABASE_URL: 'postgres://desk:hush@127.0.0.1/desk',
      RUNBOOKS_DIR: '/home/ada/runbooks',
      CATALOG_FILE: 'x.json',
      HOST: '127.0.0.1',
    };
    expect(renderEnvironmentFile(variables)).to.equal(`HOST='0.0.0.0'\n`);
  });

  it('refuses a value that the file cannot hold', () => {
    for (const value of ["it's", 'two\nlines'])
      expect(() => renderEnvironmentFile({ LOG_LEVEL: value })).to.throw('LOG_LEVEL holds a quote or a line');
  });
});
