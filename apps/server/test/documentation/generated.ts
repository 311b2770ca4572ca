/** What a page says of itself that is written from the source. */
export const generated = '<!-- Generated from the source; npm run openapi writes it anew. -->';
