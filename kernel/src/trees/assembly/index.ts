// Everything the module exports, one line a room.
export * from './binning';
export * from './prediction';
export * from './attribution';
export * from './forests';
export * from './boosting';
export * from './products';
export * from './short-products';
export * from './neighbours';
export * from './factors';
