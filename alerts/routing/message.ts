/** What people read, as Alertmanager's templates. https://prometheus.io/docs/alerting/latest/notifications/ */

/** "[FIRING:2] desk in production: availability"; a group has an objective or a signal, never both. */
export const messageTitle =
  '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] ' +
  '{{ .GroupLabels.service }}{{ with .GroupLabels.environment }} in {{ . }}{{ end }}: {{ .GroupLabels.slo }}{{ .GroupLabels.signal }}';

/** One paragraph an alert. The two links are paths, below the repository and below Grafana: the desk shows them whole. */
export const messageText = [
  '{{ range .Alerts }}{{ .Labels.alertname }} ({{ .Labels.severity }}, {{ .Status }}): {{ .Annotations.summary }}',
  '{{ .Annotations.description }}',
  'Runbook: {{ .Annotations.runbook_url }}',
  '{{ with .Annotations.dashboard_url }}Board: {{ . }}{{ end }}',
  '{{ end }}',
].join('\n');
