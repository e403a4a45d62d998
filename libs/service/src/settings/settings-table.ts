import type { SettingsTree } from './setting.js';
import { flatten } from './setting.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The Markdown table of all settings of these trees, each variable once, sorted by name. */
export function settingsTable(...trees: readonly SettingsTree[]): string {
  const rows = new Map(
    trees.flatMap((tree) =>
      flatten(tree).map(({ setting }) => {
        const fallback =
          setting.fallback === undefined ? 'required' : setting.fallback ? `\`${setting.fallback}\`` : '';
        const note = setting.secret ? ' Secret: also as `…_FILE`.' : '';
        const cells = [`\`WAYBILL_${setting.variable}\``, cell(fallback), cell(setting.description + note)];
        return [setting.variable, `| ${cells.join(' | ')} |`] as const;
      }),
    ),
  );
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return ['| variable | default | meaning |', '|---|---|---|', ...sorted].join('\n');
}
