/** What encoders compute on, as asked for: `auto` is the quickest that this machine surely has. */
export type Device = 'auto' | 'cpu' | 'webgpu' | 'cuda';

/** What they do compute on: `wasm` is the processor where native code cannot be loaded. */
export type UsedDevice = 'cpu' | 'wasm' | 'webgpu' | 'cuda';
