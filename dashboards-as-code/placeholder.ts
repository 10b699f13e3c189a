/** `${name}`: what Grafana fills in when somebody looks or clicks, such as `${__from}` or `${route:queryparam}`. */
export function placeholder(name: string): string {
  return `\${${name}}`;
}
