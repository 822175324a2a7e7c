import type { Command } from '../services.js';
import { openGraph } from './open-graph.js';

/** Saves the picture of the graph that is shown beside its text; shows it first where it is not. Computes nothing. */
export const exportGraph: Command = (services) => async () => {
  if (!services.graph.isOpen) await openGraph(services)();
  services.graph.export();
};
