/** Brute force over every graph of five variables; the unit suite goes over a sixth of them. */
process.env.EVERY_GRAPH = 'yes';
await import('../server/identification/separation.test.js');
await import('../server/identification/adjustment.test.js');
await import('../server/identification/efficient-set.test.js');
await import('../server/identification/front-door.test.js');
await import('../server/identification/instruments.test.js');
await import('../server/identification/mediation.test.js');
await import('../server/identification/id.test.js');
await import('../server/identification/implications.test.js');
await import('../server/identification/confounding-arrows.test.js');

export {};
