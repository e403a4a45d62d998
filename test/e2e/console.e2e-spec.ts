import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { openProduct, type OpenProduct } from '../support/product.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const SHOWS_WITHIN_MS = 15_000;

/** Skipped by name where the system has no Chromium; CI installs it. */
const withBrowser = CHROMIUM === undefined ? describe.skip : describe;

withBrowser('the console in a browser', () => {
  let open: OpenProduct;
  let profile: string;
  let browser: BrowserContext;
  let page: Page;
  const wrong: string[] = [];

  const origin = (): string => open.product.stack.urls.console;
  const inSpace = (path: string): string => `${origin()}/s/${open.product.space.id}${path}`;
  const send = async (event: object): Promise<void> => {
    const [door] = open.product.doors();
    expect((await door?.call('POST', '/events', event))?.status).toBe(202);
  };
  const signIn = async (): Promise<void> => {
    const { email, password } = open.product.stack.credentials.admin;
    await page.goto(`${origin()}/sign-in`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Home' }).waitFor();
    await page.goto(inSpace(''));
  };

  beforeAll(async () => {
    open = await openProduct({});
    profile = await mkdtemp(join(tmpdir(), 'waybill-chromium-'));
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM ?? '',
      args: FLAGS,
      viewport: { width: 1280, height: 800 },
    });
    page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(SHOWS_WITHIN_MS);
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin())) wrong.push(`a request to ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) wrong.push(message.text());
    });
    await signIn();
  }, 150_000);

  afterAll(async () => {
    await browser?.close();
    await open?.end();
    if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }, 60_000);

  it('makes a webhook, tries it, switches it on, and shows what arrives live', async () => {
    await page.goto(inSpace('/destinations/new'));
    await page.getByRole('button', { name: /^Webhook/ }).click();
    await page.getByLabel('Name', { exact: true }).fill('CRM');
    await page.getByLabel('URL').fill(`${open.product.stack.urls.receiver}/webhook/crm`);
    await page.getByLabel('The request that would be sent').getByText('/webhook/crm').waitFor();
    await page.getByRole('button', { name: 'Save and try it' }).click();
    await page
      .getByLabel('Signing secret')
      .getByText(/^whsec_/)
      .waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('It works').waitFor();
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('heading', { name: 'CRM' }).waitFor();
    await page.goto(inSpace('/deliveries'));
    await send({ event: 'deposit', eid: 'live-1', uid: 'u-1', value: '25.00', currency: 'USD' });
    const row = page.getByRole('row', { name: /Deposit.*CRM.*Sent/ });
    await row.waitFor();
    expect(await row.textContent()).toContain('25.00 USD');
  }, 90_000);

  it('explains a failure and sends it again, by keyboard', async () => {
    const { receiver } = open.product;
    await receiver.call('PUT', '/_control/webhook/crm', { status: 404 });
    await send({ event: 'registration', eid: 'broken-1', uid: 'u-1' });
    await page.keyboard.press('/');
    await page.getByRole('row', { name: /Registration.*CRM.*Failed/ }).waitFor();
    await page.keyboard.type('broken-1');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Order.*broken-1/ }).waitFor();
    await page.locator('main').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('HTTP 404', { exact: true }).waitFor();
    await drawer.getByRole('tab', { name: 'Event' }).focus();
    await page.keyboard.press('ArrowRight');
    await drawer.getByText('POST http').waitFor();
    await receiver.call('DELETE', '/_control/webhook/crm');
    await drawer.getByRole('button', { name: 'Send now' }).press('Enter');
    await drawer.getByText('The receiver took it.').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('eid')).toBe('broken-1');
  }, 60_000);

  it.each(['', '/deliveries', '/failed', '/destinations', '/destinations/new', '/keys', '/rejected'])(
    'has no serious finding on the page %s, wide or narrow, light or dark',
    async (path) => {
      for (const [width, colorScheme] of [
        [1280, 'light'],
        [390, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 844 });
        await page.emulateMedia({ colorScheme });
        await page.goto(inSpace(path));
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.evaluate(axe.source);
        const found = await page.evaluate(
          "axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes[0].html))",
        );
        expect(found).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      }
    },
    60_000,
  );

  it('serves the document uncached and its assets for ever, under a policy that lets nothing else in', async () => {
    const document = await fetch(inSpace('/deliveries'));
    expect(document.headers.get('cache-control')).toBe('no-cache');
    expect(document.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const [script = ''] = /\/assets\/[\w.-]+\.js/.exec(await document.text()) ?? [];
    const asset = await fetch(origin() + script);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(Number(asset.headers.get('content-length'))).toBeLessThan(200 * 1024);
    expect((await fetch(`${origin()}/api/nothing`)).status).toBe(404);
  });

  it('asked nobody else, and stumbled over nothing', () => {
    expect(wrong).toEqual([]);
  });
});
