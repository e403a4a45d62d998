import type { IncomingHttpHeaders } from 'node:http';

/** Programs that fetch a link to show a preview of it, or to index it, by what they call themselves. */
const AGENTS =
  /facebookexternalhit|facebookcatalog|facebot|meta-external|telegrambot|whatsapp\/|twitterbot|slackbot|slack-imgproxy|linkedinbot|discordbot|skypeuripreview|vkshare|pinterestbot|redditbot|viberbot|applebot|googlebot|google-inspectiontool|adsbot-google|bingbot|bingpreview|yandex(bot|mobilebot|accessibilitybot)|mail\.ru_bot|petalbot|bytespider|iframely|embedly|mattermost-bot|line-poker|kakaotalk-scrap|snap url preview/i;

const PREFETCHES = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'];

const textOf = (value: string | string[] | undefined): string => [value ?? ''].flat().join(',').toLowerCase();

/** Whether nobody looks at what is asked for, or not yet: a preview, an index, or a browser that loads ahead. */
export const isPreview = (headers: IncomingHttpHeaders): boolean =>
  AGENTS.test(headers['user-agent'] ?? '') ||
  PREFETCHES.some((name) => /prefetch|preview|prerender/.test(textOf(headers[name])));
