/**
 * Where what is fetched or built in one go comes from: versions, file names and recipes as data. sources/ knows what to
 * do with them.
 */
/** What is fetched or built in one go. */
export type KitName =
  | 'prometheus'
  | 'alertmanager'
  | 'haproxy'
  | 'loki'
  | 'jaeger'
  | 'grafana'
  | 'postgres-exporter'
  | 'node-exporter'
  | 'sloth'
  | 'pint'
  | 'dashboard-linter';

export interface ReleaseArchive {
  readonly version: string;
  /** `os` is linux or darwin, `arch` amd64 or arm64. */
  readonly url: (os: string, arch: string) => string;
  readonly sumsUrl: (os: string, arch: string) => string;
  /** Whether the release's sums are those of the archive or of the programs inside it. */
  readonly sumsCover: 'archive' | 'programs';
  /** `zip` holds a single program. */
  readonly format: 'tar.gz' | 'zip';
  /** Where each program lies below the archive's top folder. */
  readonly programs: Readonly<Record<string, string>>;
}

export interface DistributionPackage {
  readonly name: string;
  readonly programs: Readonly<Record<string, string>>;
  /** A folder compiled into the programs, and the path below their own folder that takes its place. */
  readonly relocation?: Relocation;
}

/** Two paths of the same length. */
export interface Relocation {
  readonly from: string;
  readonly to: string;
}

export interface GoModule {
  readonly module: string;
  readonly moduleVersion: string;
  /** The version that the product shows to the world, which is not always the module's. */
  readonly version: string;
  readonly packages: Readonly<Record<string, string>>;
  /** The Go variable that `--version` prints. */
  readonly versionVariable: string;
  /** Built web pages that the module's archive lacks, and without which it does not compile. */
  readonly placeholderPages: readonly string[];
  /** On two cores, downloads included. */
  readonly aboutMinutes: number;
}

export interface Kit {
  readonly archive?: ReleaseArchive;
  readonly distribution?: DistributionPackage;
  readonly go?: GoModule;
}

const github = 'https://github.com';
const prometheusVersionVariable = 'github.com/prometheus/common/version.Version';

export const kits: Readonly<Record<KitName, Kit>> = {
  prometheus: {
    archive: {
      version: '3.15.0',
      url: (os, arch) =>
        `${github}/prometheus/prometheus/releases/download/v3.15.0/prometheus-3.15.0.${os}-${arch}.tar.gz`,
      sumsUrl: () => `${github}/prometheus/prometheus/releases/download/v3.15.0/sha256sums.txt`,
      sumsCover: 'archive',
      format: 'tar.gz',
      programs: { prometheus: 'prometheus', promtool: 'promtool' },
    },
    distribution: {
      name: 'prometheus',
      programs: { prometheus: 'usr/bin/prometheus', promtool: 'usr/bin/promtool' },
      // The templates of its pages. The scripts are in packages of 200 MB, left out: its graphs do not draw.
      relocation: { from: '/usr/share/prometheus/web', to: 'usr//share/prometheus/web' },
    },
    go: {
      module: 'github.com/prometheus/prometheus',
      moduleVersion: 'v0.315.0', // Prometheus 3.M.P is module v0.3MM.P
      version: '3.15.0',
      packages: { prometheus: './cmd/prometheus', promtool: './cmd/promtool' },
      versionVariable: prometheusVersionVariable,
      placeholderPages: [],
      aboutMinutes: 5,
    },
  },
  alertmanager: {
    archive: {
      version: '0.34.2',
      url: (os, arch) =>
        `${github}/prometheus/alertmanager/releases/download/v0.34.2/alertmanager-0.34.2.${os}-${arch}.tar.gz`,
      sumsUrl: () => `${github}/prometheus/alertmanager/releases/download/v0.34.2/sha256sums.txt`,
      sumsCover: 'archive',
      format: 'tar.gz',
      programs: { alertmanager: 'alertmanager', amtool: 'amtool' },
    },
    distribution: {
      name: 'prometheus-alertmanager',
      programs: { alertmanager: 'usr/bin/prometheus-alertmanager', amtool: 'usr/bin/amtool' },
      // Debian's build reads its default templates from there, and does not start without them.
      relocation: { from: '/usr/share/prometheus/alertmanager', to: 'usr//share/prometheus/alertmanager' },
    },
    go: {
      module: 'github.com/prometheus/alertmanager',
      moduleVersion: 'v0.34.2',
      version: '0.34.2',
      packages: { alertmanager: './cmd/alertmanager', amtool: './cmd/amtool' },
      versionVariable: prometheusVersionVariable,
      placeholderPages: ['ui/app/dist/index.html', 'ui/mantine-ui/dist/index.html'],
      aboutMinutes: 2,
    },
  },
  haproxy: {
    distribution: { name: 'haproxy', programs: { haproxy: 'usr/sbin/haproxy' } },
  },
  loki: {
    archive: {
      version: '3.7.8',
      url: (os, arch) => `${github}/grafana/loki/releases/download/v3.7.8/loki-${os}-${arch}.zip`,
      sumsUrl: () => `${github}/grafana/loki/releases/download/v3.7.8/SHA256SUMS`,
      sumsCover: 'archive',
      format: 'zip',
      programs: { loki: 'loki' },
    },
    go: {
      module: 'github.com/grafana/loki/v3',
      moduleVersion: 'v3.7.8',
      version: '3.7.8',
      packages: { loki: './cmd/loki' },
      versionVariable: 'github.com/grafana/loki/v3/pkg/util/build.Version',
      placeholderPages: [],
      aboutMinutes: 5,
    },
  },
  jaeger: {
    archive: {
      version: '2.20.0',
      url: (os, arch) =>
        `${github}/jaegertracing/jaeger/releases/download/v2.20.0/jaeger-2.20.0-${os}-${arch}.tar.gz`,
      sumsUrl: (os, arch) =>
        `${github}/jaegertracing/jaeger/releases/download/v2.20.0/jaeger-2.20.0-${os}-${arch}.sha256sum.txt`,
      sumsCover: 'programs',
      format: 'tar.gz',
      programs: { jaeger: 'jaeger' },
    },
    go: {
      module: 'github.com/jaegertracing/jaeger',
      moduleVersion: 'v1.76.0', // Jaeger 2.M is module v1.(M+63); later ones have a path that Go refuses
      version: '2.13.0',
      packages: { jaeger: './cmd/jaeger' },
      versionVariable: 'github.com/jaegertracing/jaeger/internal/version.latestVersion',
      placeholderPages: [],
      aboutMinutes: 4,
    },
  },
  grafana: {
    // Not 13.2: from there Jaeger is a plugin that goes missing without a network.
    archive: {
      version: '13.1.4',
      url: (os, arch) => `https://dl.grafana.com/oss/release/grafana-13.1.4.${os}-${arch}.tar.gz`,
      sumsUrl: (os, arch) => `https://dl.grafana.com/oss/release/grafana-13.1.4.${os}-${arch}.tar.gz.sha256`,
      sumsCover: 'archive',
      format: 'tar.gz',
      programs: { grafana: 'bin/grafana' },
    },
  },
  'postgres-exporter': {
    // Not Debian 12's 0.11: it knows neither the collectors that are asked for nor their metrics.
    archive: {
      version: '0.19.1',
      url: (os, arch) =>
        `${github}/prometheus-community/postgres_exporter/releases/download/v0.19.1/postgres_exporter-0.19.1.${os}-${arch}.tar.gz`,
      sumsUrl: () =>
        `${github}/prometheus-community/postgres_exporter/releases/download/v0.19.1/sha256sums.txt`,
      sumsCover: 'archive',
      format: 'tar.gz',
      programs: { 'postgres-exporter': 'postgres_exporter' },
    },
    go: {
      module: 'github.com/prometheus-community/postgres_exporter',
      moduleVersion: 'v0.19.1',
      version: '0.19.1',
      packages: { 'postgres-exporter': './cmd/postgres_exporter' },
      versionVariable: prometheusVersionVariable,
      placeholderPages: [],
      aboutMinutes: 1,
    },
  },
  'node-exporter': {
    archive: {
      version: '1.12.1',
      url: (os, arch) =>
        `${github}/prometheus/node_exporter/releases/download/v1.12.1/node_exporter-1.12.1.${os}-${arch}.tar.gz`,
      sumsUrl: () => `${github}/prometheus/node_exporter/releases/download/v1.12.1/sha256sums.txt`,
      sumsCover: 'archive',
      format: 'tar.gz',
      programs: { 'node-exporter': 'node_exporter' },
    },
    distribution: {
      name: 'prometheus-node-exporter',
      programs: { 'node-exporter': 'usr/bin/prometheus-node-exporter' },
    },
    go: {
      module: 'github.com/prometheus/node_exporter',
      moduleVersion: 'v1.12.1',
      version: '1.12.1',
      packages: { 'node-exporter': '.' },
      versionVariable: prometheusVersionVariable,
      placeholderPages: [],
      aboutMinutes: 1,
    },
  },
  sloth: {
    go: {
      module: 'github.com/slok/sloth',
      moduleVersion: 'v0.16.0',
      version: '0.16.0',
      packages: { sloth: './cmd/sloth' },
      versionVariable: 'github.com/slok/sloth/internal/info.Version',
      placeholderPages: [],
      aboutMinutes: 3,
    },
  },
  // From PATH only: the module proxy refused them where this was written, and no other source could be tried.
  pint: {},
  'dashboard-linter': {},
};
