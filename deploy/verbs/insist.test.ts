import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Insistence, insist } from './insist.ts';

const passing = new Error('the lock is held');

/** Refused so often, then granted. */
function refused(times: number): () => Promise<string> {
  let left = times;
  return async () => {
    left -= 1;
    if (left >= 0) throw passing;
    return 'granted';
  };
}

function insistence(options: Partial<Insistence> = {}): { with: Insistence; said: unknown[] } {
  const said: unknown[] = [];
  const usual = {
    mayPass: (refusal: unknown) => refusal === passing,
    untilMs: performance.now() + 10_000,
    sayWaiting: (refusal: unknown) => said.push(refusal),
    signal: new AbortController().signal,
  };
  return { with: { ...usual, ...options }, said };
}

const thrownBy = (action: Promise<unknown>): Promise<unknown> =>
  action.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('insisting', () => {
  it('tries again until it is granted, and says once that it waits', async () => {
    const patient = insistence();
    expect(await insist(refused(3), patient.with)).to.equal('granted');
    expect(patient.said).to.deep.equal([passing]);
  });

  it('ends when its time is over, with the refusal', async () => {
    const hurried = insistence({ untilMs: performance.now() + 700 });
    expect(await thrownBy(insist(refused(1_000), hurried.with))).to.equal(passing);
  });

  it('does not repeat what can only be refused again', async () => {
    const patient = insistence();
    const final = new Error('no such release');
    expect(await thrownBy(insist(() => Promise.reject(final), patient.with))).to.equal(final);
    expect(patient.said).to.deep.equal([]);
  });

  it('ends at once when it is interrupted, with the refusal and without another try', async () => {
    const controller = new AbortController();
    let tries = 0;
    const attempt = async (): Promise<never> => {
      tries += 1;
      setImmediate(() => controller.abort(new Error('interrupted')));
      throw passing;
    };
    const error = await thrownBy(insist(attempt, insistence({ signal: controller.signal }).with));
    expect([error, tries]).to.deep.equal([passing, 1]);
  });
});
