/** A function of a thing that never changes, worked out once as long as the thing lives. */
export function remembered<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let kept = known.get(key);
    if (!kept) {
      kept = { value: work(key) };
      known.set(key, kept);
    }
    return kept.value;
  };
}

/** What is asked of an object, with something else that decides the answer as a key, worked out once for each. */
export function rememberedByKey<Owner extends object, Value>(): (
  owner: Owner,
  key: unknown,
  compute: () => Value,
) => Value {
  const known = new WeakMap<Owner, Map<string, Value>>();
  return (owner, key, compute) => {
    const ofOwner = known.get(owner) ?? new Map<string, Value>();
    known.set(owner, ofOwner);
    const text = JSON.stringify(key);
    const value = ofOwner.get(text) ?? compute();
    ofOwner.set(text, value);
    return value;
  };
}
