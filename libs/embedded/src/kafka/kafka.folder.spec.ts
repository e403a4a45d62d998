import { describe, expect, it } from '@jest/globals';
import { EmbeddedError } from '../embedded.error.js';
import { newClusterId, parseMark, planFolder } from './kafka.folder.js';

const refusal = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error instanceof EmbeddedError ? `${error.code}: ${error.message}` : error;
  }
};

describe('parseMark', () => {
  it('reads a meta.properties', () => {
    const text = '#\n#Wed Nov 25 02:26:02 UTC 2026\nnode.id=2\ndirectory.id=x\nversion=1\ncluster.id=abc-_1\n';
    expect(parseMark(2, text)).toEqual({ id: 2, nodeId: 2, clusterId: 'abc-_1' });
  });

  it('refuses one that says nothing', () => {
    expect(parseMark(1, '')).toBeUndefined();
    expect(parseMark(1, 'cluster.id=abc\n')).toBeUndefined();
  });
});

describe('planFolder', () => {
  const mark = (id: number, clusterId = 'c1', nodeId = id) => ({ id, clusterId, nodeId });

  it('formats all brokers of a new folder for a new cluster', () => {
    const plan = planFolder('/d', 0, [], 3);
    expect(plan.unformatted).toEqual([1, 2, 3]);
    expect(plan.clusterId).toMatch(/^[\w][\w-]{21}$/);
  });

  it('goes on with the cluster that is there', () => {
    expect(planFolder('/d', 1, [mark(1)], 1)).toEqual({ clusterId: 'c1', unformatted: [] });
  });

  it('completes a first start that was interrupted', () => {
    expect(planFolder('/d', 3, [mark(2)], 3)).toEqual({ clusterId: 'c1', unformatted: [1, 3] });
  });

  it('refuses what it would spoil, and says what to do', () => {
    expect(refusal(() => planFolder('/d', 3, [mark(1), mark(2), mark(3)], 1))).toMatch(
      /^DATA_FOLDER_STALE: .* holds a cluster of 3 and not of 1\. Remove it/,
    );
    expect(refusal(() => planFolder('/d', 3, [mark(1), mark(2, 'c2'), mark(3)], 3))).toMatch(/different clusters/);
    expect(refusal(() => planFolder('/d', 1, [mark(1, 'c1', 2)], 1))).toMatch(/broker 2 in the place of broker 1/);
  });
});

describe('newClusterId', () => {
  it('is one the command line does not take for an option', () => {
    for (const id of Array.from({ length: 500 }, newClusterId)) expect(id).toMatch(/^[\w][\w-]{21}$/);
  });
});
