import { expect, it } from '@jest/globals';
import { html } from './html.js';

it('escapes values, and takes markup as it is', () => {
  const items = ['<b>', 'c'].map((text) => html`<i>${text}</i>`);
  expect(html`<p title="${`"'&`}">${items}${0}</p>`.text).toBe(
    '<p title="&quot;&#39;&amp;"><i>&lt;b&gt;</i><i>c</i>0</p>',
  );
});
