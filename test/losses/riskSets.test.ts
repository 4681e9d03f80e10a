// The shares at risk at each event time against the sum written out: ties, strata, weights, rows that enter late.
import fc from "fast-check";
import { expect, test } from "vitest";
import { spansOf } from "../../src/losses/cox.js";
import { atRisk, entersLate } from "../../src/losses/riskSets.js";

const row = fc.record({
  time: fc.integer({ min: 1, max: 12 }),
  event: fc.integer({ min: 0, max: 1 }),
  start: fc.integer({ min: 0, max: 11 }),
  stratum: fc.integer({ min: 0, max: 3 }),
  share: fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1, noNaN: true })),
});

function survival(rows: { time: number; event: number; start: number; stratum: number; share: number }[], late: boolean) {
  const y = {
    time: Float64Array.from(rows, ({ time }) => time),
    event: Uint8Array.from(rows, ({ event }) => event),
    strata: Int32Array.from(rows, ({ stratum }) => stratum),
    ...(late && { start: Float64Array.from(rows, ({ start, time }) => Math.min(start, time - 1)) }),
  };
  return { y, shares: Float64Array.from(rows, ({ share }) => share) };
}

test.each([false, true])("sums over risk sets are those written out: rows enter late %s", (late) => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.constantFrom("breslow" as const, "efron" as const), (rows, ties) => {
      const { y, shares } = survival(rows, late);
      const spans = spansOf(y, shares, ties);
      const sums = atRisk(spans, shares);
      expect(sums).toHaveLength(spans.times.length);
      spans.times.forEach((at, t) => {
        let whole = 0;
        for (let i = 0; i < rows.length; i++) {
          const enters = y.start ? y.start[i] : Number.NEGATIVE_INFINITY;
          if (y.strata[i] === spans.timeStratum[t] && enters < at && at <= y.time[i]) whole += shares[i];
        }
        // sums of at most 60 positive numbers in two orders
        expect(Math.abs(sums[t] - whole)).toBeLessThanOrEqual(2 * 60 * Number.EPSILON * whole);
      });
    }),
    { numRuns: 500 },
  );
});

test("times rise within strata, each with its events, their weights and shares", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
      const { y, shares } = survival(rows, false);
      const spans = spansOf(y, shares, "breslow");
      expect(entersLate(spans)).toBe(false);
      const counts = rows.filter((each) => each.event === 1 && each.share > 0);
      const keys = new Set(counts.map(({ stratum, time }) => 100 * stratum + time));
      expect(Array.from(spans.times, (at, t) => 100 * spans.timeStratum[t] + at)).toEqual([...keys].sort((a, b) => a - b));
      rows.forEach((each, i) => {
        const t = spans.event[i];
        expect(t >= 0).toBe(each.event === 1 && each.share > 0);
        if (t < 0) return;
        expect([spans.times[t], spans.timeStratum[t]]).toEqual([each.time, each.stratum]);
        const tied = rows.filter((_, k) => spans.event[k] === t).reduce((sum, { share }) => sum + share, 0);
        expect([spans.D[t], spans.share[i]]).toEqual([tied, each.share / tied]);
      });
    }),
    { numRuns: 500 },
  );
});
