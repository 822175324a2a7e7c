/** A folder of its own with the sample spec, the sample notebook and freshly generated data; gives its path. */
export function createSampleWorkspace(options?: { readonly rows?: number; readonly seed?: number }): string;
