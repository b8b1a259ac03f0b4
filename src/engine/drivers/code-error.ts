/** The application's code cannot be run; what its owner can mend. */
export class CodeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CodeError';
  }
}
