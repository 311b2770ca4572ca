/** Room between the fields of a form, so that a hint is seen to belong to the one above it. */
export const formSpacing = { p: 2.5, '& .ra-input': { mb: 1.5 } } as const;
