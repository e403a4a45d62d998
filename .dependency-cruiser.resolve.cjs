/**
 * `@app/<lib>/testing` for dependency-cruiser alone: the resolver it brings for `paths` of tsconfig.json miscounts
 * patterns with something after the star (tsconfig-paths 4, `matchStar`).
 */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const libs = readdirSync(join(__dirname, 'libs'));

module.exports = {
  resolve: {
    alias: Object.fromEntries(
      libs.map((lib) => [`@app/${lib}/testing$`, join(__dirname, 'libs', lib, 'testing/index.ts')]),
    ),
  },
};
