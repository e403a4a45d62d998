/** Alerts on how fast an error budget of 30 days is used up: several windows, each with a short one that ends it soon. */

/** Share of the budget burnt when an alert fires: 2 % in 1 h, 5 % in 6 h (a page); 10 % in 1 d, 10 % in 3 d (a ticket). */
const WINDOWS = [
  { long: '1h', short: '5m', factor: 14.4, severity: 'page', pendingFor: '2m' },
  { long: '6h', short: '30m', factor: 6, severity: 'page', pendingFor: '15m' },
  { long: '1d', short: '2h', factor: 3, severity: 'ticket', pendingFor: '1h' },
  { long: '3d', short: '6h', factor: 1, severity: 'ticket', pendingFor: '3h' },
];

const SPANS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

/** `slo.bad` and `slo.all` make the expression of a rate over a window. */
export const burnRecords = (slo) =>
  SPANS.map((span) => ({
    record: `waybill:${slo.name}_bad:ratio_rate${span}`,
    expr: `(${slo.bad(span)}) / (${slo.all(span)} > 0)`,
  }));

export const burnAlerts = (slo) =>
  WINDOWS.map(({ long, short, factor, severity, pendingFor }) => {
    const limit = Number((factor * (1 - slo.objective)).toPrecision(6));
    const series = (span) => `waybill:${slo.name}_bad:ratio_rate${span}`;
    return {
      alert: slo.alert,
      expr: `${series(long)} > ${limit} and ${series(short)} > ${limit} and ${slo.all(long)} > ${slo.minimum}`,
      for: pendingFor,
      labels: { severity, service: slo.service, window: long },
      annotations: {
        summary: slo.summary,
        description: `{{ $value | humanizePercentage }} over ${long}; the objective allows ${Number(((1 - slo.objective) * 100).toPrecision(3))} % over 30 days and this burns ${factor} times that.`,
      },
      dashboard: slo.dashboard,
    };
  });
