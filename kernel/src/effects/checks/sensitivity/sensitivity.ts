import type { Sensitivity } from '../../../result.js';
import type { Task } from '../../../task.js';
import type { Finding } from '../check.js';
import { benchmarkBias } from './benchmark-bias.js';
import { benchmarksOf } from './benchmarks.js';
import { intervalUnder, leverageToInterval, leverageToZero } from './bounds.js';
import { eValueOf } from './e-value.js';
import { exposureOf } from './exposure.js';
import { robustnessOf } from './strength.js';

/** What unobserved confounders could do to each contrast; the covariates that would do most come first. */
export function sensitivityOf({ study, used, estimated, contrasts }: Finding, task: Task): Sensitivity[] {
  return contrasts.map((contrast, i) => {
    const { scores } = estimated[i];
    const exposure = exposureOf(study, used, scores, contrast, i + 1);
    const exposed = { contrast, ...exposure };
    const part = task.part(i / contrasts.length, (i + 1) / contrasts.length, 'Leaving out covariates');
    const benchmarks = benchmarksOf(study, i + 1, part).map((benchmark) => {
      const { column, outcome, treatment } = benchmark;
      const bias = benchmarkBias(study.sample, exposure, benchmark);
      return {
        column,
        outcome,
        treatment,
        bias: bias.scale,
        interval: intervalUnder({ contrast, ...bias }, 1),
      };
    });
    return {
      arm: contrast.arm,
      eValue: eValueOf(study.sample, scores, contrast, i + 1, study.parameters.level),
      robustness: {
        estimate: robustnessOf(leverageToZero(exposed)),
        interval: robustnessOf(leverageToInterval(exposed)),
      },
      benchmarks: benchmarks.sort((a, b) => b.bias - a.bias),
    };
  });
}
