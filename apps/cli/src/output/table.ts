/** One column: its head, and the text of a row in it. */
export type Column<Row> = readonly [head: string, cell: (row: Row) => string | number | null | undefined];

const GAP = '  ';

const aligned = (lines: readonly (readonly string[])[]): string => {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
};

/** Rows in aligned columns under their heads; `nothing` where there is no row. Absent values are a dash. */
export const table = <Row>(rows: readonly Row[], columns: readonly Column<Row>[], nothing = 'Nothing.'): string =>
  rows.length === 0
    ? nothing
    : aligned([
        columns.map(([head]) => head),
        ...rows.map((row) => columns.map(([, cell]) => String(cell(row) ?? '-').replaceAll('\n', ' '))),
      ]);

/** Names and values, a line each; absent values are a dash. */
export const pairs = (fields: Readonly<Record<string, string | number | boolean | null | undefined>>): string =>
  aligned(Object.entries(fields).map(([name, value]) => [name, String(value ?? '-')]));
