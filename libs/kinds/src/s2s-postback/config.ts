import { z } from 'zod';
import { nearestOf } from './macro.js';
import { secretsUsed, templateProblems } from './template.js';

/** Methods a postback may be called with; POST has an empty body. */
export const METHODS = ['GET', 'POST'] as const;

const MAX_TEMPLATE = 4096;
const MAX_STATUSES = 50;
const MAX_SECRETS = 20;
const MAX_RULE = 500;

const urlTemplate = z
  .string()
  .max(MAX_TEMPLATE)
  .superRefine((template, context) => {
    for (const message of templateProblems(template)) context.addIssue({ code: 'custom', message });
  });

const EXPECTED = 'must be a status from 200 to 599, a list of them, or "2xx"';

const status = z.number(EXPECTED).int(EXPECTED).min(200, EXPECTED).max(599, EXPECTED);

const expectedStatus = z.union(
  [status, z.array(status).min(1, EXPECTED).max(MAX_STATUSES), z.literal('2xx')],
  EXPECTED,
);

const bodyRule = z.string().min(1).max(MAX_RULE).nullable().default(null);

const secretName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'must be letters, digits, _ or -');

/** Shorter ones could not be kept out of the attempts that are shown. */
const secretValue = z
  .string()
  .min(6, 'must have at least 6 characters: what is shorter can stand in the template itself')
  .max(2048);

/** `config` of an s2s_postback destination, in clear. */
export const s2sPostbackConfig = z
  .strictObject({
    url_template: urlTemplate,
    method: z.enum(METHODS).default('GET'),
    /** What the tracker answers when it has taken the postback: a status, a list of them, or any success. */
    expected_status: expectedStatus.default(200),
    /** Texts that must, and must not, be in the first 16 KiB of an expected answer; `null` = no rule. */
    body_must_contain: bodyRule,
    body_must_not_contain: bodyRule,
    /** What `{secret.NAME}` stands for. */
    secrets: z
      .record(secretName, secretValue)
      .refine((secrets) => Object.keys(secrets).length <= MAX_SECRETS, `must be at most ${MAX_SECRETS} secrets`)
      .default({}),
  })
  .superRefine(({ url_template, secrets }, context) => {
    const names = Object.keys(secrets);
    for (const name of secretsUsed(url_template)) {
      if (Object.hasOwn(secrets, name)) continue;
      const [first] = names;
      const hint = first === undefined ? 'add it to secrets' : `did you mean {secret.${nearestOf(name, names)}}?`;
      context.addIssue({
        code: 'custom',
        path: ['url_template'],
        message: `{secret.${name}} names no secret of this destination: ${hint}`,
      });
    }
  });
export type S2sPostbackConfig = z.infer<typeof s2sPostbackConfig>;
