/** Does it at once. What is returned tells what came of it, or throws what was thrown: for those who can say so. */
export function attempt<Result>(run: () => Result): () => Result {
  try {
    const result = run();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
