import type { Drill } from './drill.ts';

/**
 * A release that passes its health check and its gate, because its defect waits for data: a note with a lone percent
 * sign. Notes with figures in them come up as soon as something is worth noting.
 */
export const badRelease: Drill = {
  name: 'bad-release',
  title: 'A release whose defect depends on the data',
  service: 'desk',
  environment: 'staging',
  fault: {
    summary: 'notes are percent-decoded before they are stored, which throws on a lone "%"',
    patches: [
      {
        file: 'service/incidents/incident-api.ts',
        find: 'const { author, text, step } = note;',
        replace: 'const { author, step } = note;\n    const text = decodeURIComponent(note.text);',
      },
    ],
    carriedText: 'The error ratio stands at 22 % and rises.',
    carriedShare: 0.9,
    route: '/api/incidents/:id/notes',
  },
  alert: 'AvailabilityBudgetBurn',
  objective: 'availability',
  walk: ['failing-routes', 'error-lines', 'failing-trace', 'recent-changes', 'rollback', 'objective-met'],
};
