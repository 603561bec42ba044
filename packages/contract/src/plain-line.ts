/**
 * Text that stays in the line it stands in and turns nothing around it. Not in it: control characters, lone
 * surrogates, separators of lines and paragraphs, and the embeddings, overrides and isolates of the Unicode
 * Bidirectional Algorithm (UAX #9, section 2).
 */
export const plainLine = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;

/**
 * Text whose marks stay near their letters: no language writes more than a few on one (UAX #15, section 12, takes
 * 30 for the most that could make sense in a stream).
 */
export const fewMarks = /^(?!.*\p{M}{9})/su;
