import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Figure, figure, type TotalFigure } from './figure.ts';
import { planIncrements } from './increments.ts';

const desk = { about_service: 'desk', about_environment: 'staging' };
const shop = { about_service: 'shop', about_environment: 'staging' };
const nothing: ReadonlyMap<string, Figure<TotalFigure>> = new Map();

describe('increments of a counter', () => {
  it('are what was added since, and 0 for a series that is new', () => {
    const first = planIncrements(nothing, [figure('pages', desk, 3), figure('pages', shop, 0)]);
    expect(first.increments.map(({ value }) => value)).to.deep.equal([3, 0]);
    const second = planIncrements(first.shown, [figure('pages', desk, 5), figure('pages', shop, 0)]);
    expect(second.increments).to.deep.equal([figure('pages', desk, 2)]);
    expect(second.setbacks).to.deep.equal([]);
  });

  it('are none for a total that became less or went away, until it is more than before', () => {
    const { shown } = planIncrements(nothing, [figure('pages', desk, 3), figure('pages', shop, 2)]);
    const less = planIncrements(shown, [figure('pages', desk, 1)]);
    expect(less.increments).to.deep.equal([]);
    expect(less.setbacks).to.deep.equal([
      { name: 'pages', labels: desk, from: 3, to: 1 },
      { name: 'pages', labels: shop, from: 2, to: 0 },
    ]);
    const more = planIncrements(less.shown, [figure('pages', desk, 4), figure('pages', shop, 2)]);
    expect(more.increments).to.deep.equal([figure('pages', desk, 1)]);
    expect(more.setbacks).to.deep.equal([]);
  });
});
