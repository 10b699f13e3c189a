/** A consumer of a RabbitMQ queue that counts its own work. */
import { queueConsumer } from '../presets/queue-consumer.ts';
import { defineService } from '../service-definition.ts';

export const mailer = defineService({
  name: 'mailer',
  owner: 'shop',
  tier: 3,
  description: 'Sends what customers are told by mail',
  expectedTraffic: { requestsPerHour: 300 },
  ...queueConsumer({
    of: { service: 'mailer' },
    messages: { counter: 'mails_total', failed: { outcome: 'failed' } },
    processing: { target: 0.99 },
    oldest: { target: 0.99, maxAgeSeconds: 600, gauge: 'mails_oldest_age_seconds' },
    backlog: { rabbitmqQueue: 'mails' },
  }),
});
