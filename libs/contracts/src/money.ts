import { z } from 'zod';

const PLAIN_DECIMAL = /^(\d+)(?:\.(\d*))?$/;

/**
 * An exact decimal as text: no sign, no exponent, no leading zeros, at least two and at most eight fraction digits,
 * at most twelve integer digits (`25` → `25.00`, `0.125` stays). `null` when the text is no such number.
 */
export function parseMoney(text: string): string | null {
  const match = PLAIN_DECIMAL.exec(text);
  if (!match) return null;
  const integer = (match[1] ?? '').replace(/^0+(?=\d)/, '');
  const fraction = (match[2] ?? '').replace(/0+$/, '').padEnd(2, '0');
  return integer.length <= 12 && fraction.length <= 8 ? `${integer}.${fraction}` : null;
}

const numberText = (value: number): string => {
  const text = String(value);
  return text.includes('e') && value > 0 && value < 1 ? value.toFixed(8) : text;
};

/** A money value as callers send it (number or string); the parsed form is the exact decimal text. */
export const money = z
  .preprocess(
    (value) => (typeof value === 'number' ? numberText(value) : value),
    z.string().transform((text, context) => {
      const parsed = parseMoney(text);
      if (parsed !== null) return parsed;
      context.addIssue({
        code: 'custom',
        message: 'must be a decimal ≥ 0 with at most 12 integer and 8 fraction digits, such as 25 or "25.00"',
      });
      return z.NEVER;
    }),
  )
  .meta({ type: ['string', 'number'], description: 'An exact decimal ≥ 0.', example: '25.00' });
