/** Where things are in the stack of containers (deploy/docker-compose.yml), for whoever looks from this machine. */
import type { Slot } from '../proxy/slot.ts';

/** Below the run folder. The folder is the container's too, so that both sides see a file that is replaced. */
export const proxyFiles = {
  folder: 'proxy',
  socket: 'proxy/admin.sock',
  state: 'proxy/haproxy.state',
} as const;

/** The port of a release in its container, where nothing else listens. */
export const releasePort = 8080;

/** After the network's first address; 1 is the machine itself. */
const places = { proxy: 2, prometheus: 3, blue: 4, green: 5 } as const satisfies Record<
  Slot | 'proxy' | 'prometheus',
  number
>;

/** The address of one of them, which stays the same however often its container is made anew. */
export function addressIn(subnet: string, name: keyof typeof places): string {
  const [network = ''] = subnet.split('/');
  const parts = network.split('.').map(Number);
  return [...parts.slice(0, 3), (parts[3] ?? 0) + places[name]].join('.');
}

export function prometheusUrlIn(subnet: string): string {
  return `http://${addressIn(subnet, 'prometheus')}:9090`;
}
