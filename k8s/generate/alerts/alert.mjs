/** A rule with everything but its runbook; `pendingFor` 0m fires at once. */
export const alert = (name, severity, service, dashboard, pendingFor, expr, summary, description) => ({
  alert: name,
  expr,
  ...(pendingFor === '0m' ? {} : { for: pendingFor }),
  labels: { severity, service },
  annotations: { summary, description },
  dashboard,
});
