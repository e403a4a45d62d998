import type { Knobs } from '../control/knobs.js';

const IDLE = { call_count: 1, total_cputime: 1, total_time: 1, regain_minutes: 0 };

/** The headers in which Graph says how much of its quotas is used: percentages, and minutes until there is room again. */
export function usageHeaders(object: string, told: Knobs['usage']): Readonly<Record<string, string>> {
  const { regain_minutes: regain, ...figures } = { ...IDLE, ...told };
  const useCase = {
    type: 'ads_management',
    ...figures,
    estimated_time_to_regain_access: regain,
    ads_api_access_tier: 'standard_access',
  };
  return {
    'x-app-usage': JSON.stringify(figures),
    'x-business-use-case-usage': JSON.stringify({ [object]: [useCase] }),
  };
}
