/** Drills never touch a figure: neither their incidents, nor what was done about them, nor the changes they made. */

/** SQL: true where every alert of the incident came from a drill, as foldIncident() says it. */
export function isOfDrill(incidentId: string): string {
  return `((
    select bool_and(fired.is_drill_alert) from incident_events fired
    where fired.kind = 'alert-fired' and fired.incident_id = ${incidentId}
  ) is true)`;
}
