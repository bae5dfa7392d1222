// A mistake that a person made at start and can mend.

/** Its message is a sentence for that person, without secrets; a stack would only hide it. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
