import { writeAds } from './ads.js';
import { writeBehaviour } from './behaviour.js';
import { writeChurn } from './churn.js';
import { writePrice } from './price.js';
import { writeRecommendation } from './recommendation.js';
import { writeStock } from './stock.js';

/** Writes the data of a solution, and what is true of them (`truth.json`), into a folder. */
export type WriteSolution = (folder: string, seed: number) => Promise<void>;

/** The shop's questions, by the name of their folder in `samples/solutions`. */
export const solutions: Readonly<Record<string, WriteSolution>> = {
  ads: writeAds,
  behaviour: writeBehaviour,
  churn: writeChurn,
  recommendation: writeRecommendation,
  price: writePrice,
  stock: writeStock,
};
