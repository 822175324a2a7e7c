import { DefaultScopeComputation, type LocalSymbols, MultiMap } from 'langium';

/** Scopes are computed by `CausalScopeProvider` from the declarations alone: nothing is gathered per block. */
export class CausalScopeComputation extends DefaultScopeComputation {
  override async collectLocalSymbols(): Promise<LocalSymbols> {
    return new MultiMap();
  }
}
