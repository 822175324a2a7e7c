import { writePrice } from './price.js';
import { writeStock } from './stock.js';

/** Writes the data of a solution, and what is true of them (`truth.json`), into a folder. */
export type WriteSolution = (folder: string, seed: number) => Promise<void>;

/** The shop's questions, by the name of their folder in `samples/solutions`. */
export const solutions: Readonly<Record<string, WriteSolution>> = {
  price: writePrice,
  stock: writeStock,
};
