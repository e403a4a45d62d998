/** Version of the product, as `package.json` has it: in `waybill_build_info`, the user agent and the documents. */
export const VERSION = '0.1.0';
