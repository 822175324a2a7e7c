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
