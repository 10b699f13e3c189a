/** What runs out: CPU, memory, disks, connections, the event loop. */
import type { Forecast, Levels, Ratio, RatioOverWindow, Seconds, Waiting } from './figure.ts';

interface ResourceFigures {
  readonly HighCpu: Levels<'warning' | 'critical', RatioOverWindow>;
  readonly HighMemory: Levels<'warning' | 'critical', Ratio>;
  readonly ContainerMemoryNearLimit: Levels<'warning', Ratio>;
  readonly DiskFilling: Levels<'warning' | 'critical', Ratio>;
  readonly DiskWillFill: Levels<'warning' | 'critical', Forecast>;
  readonly ConnectionPoolExhausted: Levels<'warning', Ratio> & Levels<'critical', Waiting>;
  readonly QueueBacklog: Levels<'warning' | 'critical', Waiting>;
  readonly EventLoopLag: Levels<'warning' | 'critical', Seconds>;
}

const hour = 3600;

export const resourceFigures: ResourceFigures = {
  HighCpu: {
    warning: {
      thresholdRatio: 0.7,
      window: '5m',
      hold: '10m',
      keepFiringFor: '5m',
      reason: 'over 70 % there is no room left for a lost instance or a peak',
    },
    critical: {
      thresholdRatio: 0.9,
      window: '5m',
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'over 90 % requests wait for each other, and health checks begin to fail',
    },
  },
  HighMemory: {
    warning: {
      thresholdRatio: 0.8,
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'over 80 % a leak can still be looked into before it ends the process',
    },
    critical: {
      thresholdRatio: 0.95,
      hold: '2m',
      keepFiringFor: '5m',
      reason: 'over 95 % the kernel ends a process at the next peak',
    },
  },
  ContainerMemoryNearLimit: {
    warning: {
      thresholdRatio: 0.9,
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'at its limit a container is killed without a warning, and what it was doing is lost',
    },
  },
  DiskFilling: {
    warning: {
      thresholdRatio: 0.8,
      hold: '5m',
      keepFiringFor: '15m',
      reason: 'under 20 % free there is still room to clean up, to move or to grow',
    },
    critical: {
      thresholdRatio: 0.9,
      hold: '5m',
      keepFiringFor: '15m',
      reason: 'a database stops writing on a full disk, and needs room itself to clean up',
    },
  },
  DiskWillFill: {
    warning: {
      withinSeconds: 24 * hour,
      window: '6h',
      thresholdRatio: 0.4,
      hold: '1h',
      keepFiringFor: '30m',
      reason: 'full within a day: somebody has to see to it in working hours',
    },
    critical: {
      withinSeconds: 4 * hour,
      window: '1h',
      thresholdRatio: 0.2,
      hold: '10m',
      keepFiringFor: '30m',
      reason: 'full within four hours: it cannot wait for the morning',
    },
  },
  ConnectionPoolExhausted: {
    warning: {
      thresholdRatio: 0.9,
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'the next slow statement takes the last connections',
    },
    critical: {
      thresholdWaiting: 0,
      hold: '1m',
      keepFiringFor: '2m',
      reason: 'requests wait for a connection without pause, and time out soon',
    },
  },
  QueueBacklog: {
    warning: {
      thresholdWaiting: 100,
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'consumers fall behind for longer than a peak lasts',
    },
    critical: {
      thresholdWaiting: 500,
      hold: '2m',
      keepFiringFor: '5m',
      reason: 'so much is left that customers notice, and it will not go away by itself',
    },
  },
  EventLoopLag: {
    warning: {
      thresholdSeconds: 0.1,
      hold: '5m',
      keepFiringFor: '5m',
      reason: 'every request of the process waits so long in addition, whatever it asks for',
    },
    critical: {
      thresholdSeconds: 1,
      hold: '2m',
      keepFiringFor: '5m',
      reason: 'the process stands still for seconds and soon fails its health checks',
    },
  },
};
