/** What differs from cluster to cluster: where the operator looks for its objects, and how targets are told apart there. */

export interface OperatorSetting {
  /** Where the objects live; left out, `kubectl apply --namespace` decides. */
  readonly namespace?: string;
  /** Labels of every object, by which the operator selects it (`serviceMonitorSelector`, `ruleSelector`, ...). */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the rules beside them. */
  readonly ruleLabels: Readonly<Record<string, string>>;
  /** The named port of a Kubernetes Service that serves the metrics, and where. */
  readonly metrics: { readonly port: string; readonly path: string };
  /** Labels of a pod that tell its environment and its release. */
  readonly podLabels: { readonly environment: string; readonly release: string };
  /** Where the desk takes alerts in, as Alertmanager's pods reach it. */
  readonly deskWebhookUrl: string;
  /** The Kubernetes Secret that holds each secret under its own key. */
  readonly secretName: string;
}

/**
 * Fits kube-prometheus-stack installed under its own name, which selects by `release`; the older kube-prometheus
 * selects rules by `role`. `app.kubernetes.io/version` is one of the labels that Kubernetes recommends.
 */
export const ordinarySetting = {
  labels: { release: 'kube-prometheus-stack' },
  ruleLabels: { role: 'alert-rules' },
  metrics: { port: 'http', path: '/metrics' },
  podLabels: { environment: 'environment', release: 'app.kubernetes.io/version' },
  deskWebhookUrl: 'http://desk.production.svc:8080/api/alerts',
  secretName: 'alertmanager-secrets',
} as const satisfies OperatorSetting;
