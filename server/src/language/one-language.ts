import { DefaultServiceRegistry, type LangiumCoreServices } from 'langium';

/** Every document is a spec: the URI of a cell ends as its notebook does, and tells nothing of the language. */
export class OneLanguage extends DefaultServiceRegistry {
  override getServices(): LangiumCoreServices {
    const [only] = this.all;
    if (!only) throw new Error('The language is not registered yet.');
    return only;
  }
}
