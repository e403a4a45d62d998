/** Grafana panels from few words: a title, what it means, its unit and its queries. */

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const COLUMNS = 24;

const targets = (queries) =>
  Object.entries(queries).map(([legend, expr], index) => ({
    refId: String.fromCharCode(65 + index),
    datasource: DATASOURCE,
    expr,
    legendFormat: legend,
  }));

const thresholds = (steps) => ({
  mode: 'absolute',
  steps: [{ color: 'green', value: null }, ...steps.map(([value, color]) => ({ color, value }))],
});

const panel =
  (type, width, height) =>
  (title, description, unit, queries, { steps = [], options = {}, custom = {} } = {}) => ({
    type,
    title,
    description,
    datasource: DATASOURCE,
    gridPos: { w: width, h: height },
    fieldConfig: { defaults: { unit, thresholds: thresholds(steps), custom }, overrides: [] },
    options,
    targets: targets(queries),
  });

/** One number of now. */
export const stat = panel('stat', 4, 4);
/** A course over time. */
export const graph = (title, description, unit, queries, extra = {}) =>
  panel('timeseries', 12, 8)(title, description, unit, queries, {
    custom: { fillOpacity: 10, showPoints: 'never' },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    ...extra,
  });
/** Rows of now, one a series. */
export const table = (title, description, unit, queries) => {
  const made = panel('table', 24, 9)(title, description, unit, queries);
  return {
    ...made,
    targets: made.targets.map((target) => ({ ...target, format: 'table', instant: true })),
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: { excludeByName: { Time: true } } },
    ],
  };
};
/** Alerts that fire. */
export const alerts = () => ({
  type: 'alertlist',
  title: 'Firing',
  description: 'Alerts of Waybill that fire or are about to.',
  gridPos: { w: 24, h: 6 },
  options: { alertName: 'Waybill', stateFilter: { firing: true, pending: true }, viewMode: 'list', maxItems: 20 },
});
export const row = (title) => ({ type: 'row', title, collapsed: false, gridPos: { w: COLUMNS, h: 1 }, panels: [] });

/** Puts panels side by side, row by row, and numbers them. */
const laidOut = (panels) => {
  let x = 0;
  let y = 0;
  let height = 0;
  return panels.map((one, index) => {
    const { w, h } = one.gridPos;
    if (x + w > COLUMNS) {
      x = 0;
      y += height;
      height = 0;
    }
    const placed = { ...one, id: index + 1, gridPos: { w, h, x, y } };
    x += w;
    height = Math.max(height, h);
    return placed;
  });
};

/** A variable whose values are those of a label. */
export const variable = (name, label, query) => ({
  name,
  label,
  type: 'query',
  datasource: DATASOURCE,
  query: { query, refId: name },
  definition: query,
  includeAll: true,
  multi: true,
  allValue: '.*',
  current: { text: ['All'], value: ['$__all'] },
  refresh: 2,
  sort: 1,
});

const source = { name: 'datasource', label: 'Source', type: 'datasource', query: 'prometheus', current: {} };

const deploys = {
  name: 'Deploys',
  datasource: DATASOURCE,
  enable: true,
  iconColor: 'blue',
  expr: 'count by (version) (waybill_build_info) unless count by (version) (waybill_build_info offset 5m)',
  titleFormat: 'version {{version}}',
};

export const dashboard = (name, title, description, variables, panels) => ({
  uid: `waybill-${name}`,
  title: `Waybill / ${title}`,
  description,
  tags: ['waybill'],
  editable: false,
  graphTooltip: 1,
  refresh: '30s',
  schemaVersion: 39,
  time: { from: 'now-6h', to: 'now' },
  timezone: 'browser',
  links: [
    { type: 'dashboards', tags: ['waybill'], title: 'Waybill', asDropdown: false, keepTime: true, includeVars: false },
  ],
  templating: { list: [source, ...variables] },
  annotations: { list: [deploys] },
  panels: laidOut(panels),
});
