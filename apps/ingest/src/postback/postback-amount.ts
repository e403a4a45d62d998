import { parseMoney } from '@app/contracts';

const GROUPED = { ',': /^\d{1,3}(,\d{3})+\.\d+$/, '.': /^\d{1,3}(\.\d{3})+,\d+$/ } as const;

/**
 * An amount as networks write it, exact: `12.5`, `12,50`, `1,234.56`, `1.234,56`. A lone comma or dot is the decimal one.
 * `null` when the text is no amount.
 */
export function amountOf(text: string): string | null {
  const given = text.trim();
  if (GROUPED[','].test(given)) return parseMoney(given.replaceAll(',', ''));
  if (GROUPED['.'].test(given)) return parseMoney(given.replaceAll('.', '').replace(',', '.'));
  return parseMoney(given.replace(',', '.'));
}
