/** Where a click leads. Grafana says nothing of a link that misses: it opens an empty page, or other data. */
import { placeholder } from '../placeholder.ts';
import { exploreFaults } from './explore-links.ts';
import { type Fault, panelPart } from './fault.ts';
import { clicked } from './placeholders.ts';
import {
  everyPanel,
  recordIn,
  type SealedBoard,
  type SealedPanel,
  urlsIn,
  variableNames,
} from './sealed-board.ts';

type Words = Pick<Fault, 'what' | 'fix'>;

export function linkFaults(sealed: SealedBoard, boards: readonly SealedBoard[]): Fault[] {
  const { uid: board } = sealed;
  const ofPanels = everyPanel(sealed.panels).flatMap((panel) =>
    urlsIn({ ...panel, panels: [] }).flatMap((url) =>
      [
        ...linkFault(url, sealed, boards),
        ...contextFaults(url, sealed, boards),
        ...columnFaults(url, panel),
      ].map((words) => ({
        board,
        part: panelPart(panel.title, panel.id),
        ...words,
      })),
    ),
  );
  const ofBoard = sealed.links.flatMap((link) => {
    const { title, url, keepTime, includeVars } = link;
    const keeps = keepTime === true && includeVars === true;
    return [
      ...linkFault(url, sealed, boards),
      ...(keeps || !url.startsWith('/d/')
        ? []
        : [{ what: 'it forgets the time range or the variables', fix: 'set keepTime and includeVars' }]),
    ].map((words) => ({ board, part: `link "${title}"`, ...words }));
  });
  return [...ofPanels, ...ofBoard];
}

/** What is wrong with one address, as it is once somebody clicks it on this board. */
export function linkFault(
  address: string,
  from: Pick<SealedBoard, 'templating'>,
  boards: readonly SealedBoard[],
): Words[] {
  const ofRow = /^\/d\/\$\{__data\.fields\.\w+\}(-\w+)/.exec(address);
  if (ofRow !== null) {
    // Which board it is, only the row tells: it must be right for each that it may be.
    const ends = boards.filter(({ uid }) => uid.endsWith(ofRow[1] ?? ''));
    return ends.length === 0
      ? [{ what: `${address} opens no board of any row`, fix: 'end it as boards do' }]
      : ends.flatMap(({ uid }) => linkFault(address.replace(ofRow[0], `/d/${uid}`), from, boards));
  }
  const names = new Set(from.templating.list.map(({ name }) => name));
  const { text, unknown } = clicked(address, names);
  if (unknown.length > 0)
    return [
      {
        what: `${address} has ${unknown.join(', ')}, which Grafana does not fill in here`,
        fix: 'spell it as Grafana or the board does',
      },
    ];
  if (text.startsWith('/explore?')) return exploreFaults(text);
  if (text.startsWith('/d/')) return boardAddressFaults(text, boards);
  // An address that begins with a variable leads wherever that says.
  if (URL.canParse(text) || address.startsWith('$')) return [];
  return [{ what: `${address} leads nowhere`, fix: 'write /d/<uid>, /explore?... or a whole address' }];
}

function boardAddressFaults(address: string, boards: readonly SealedBoard[]): Words[] {
  const url = new URL(address, 'http://grafana');
  const uid = url.pathname.split('/')[2] ?? '';
  const board = boards.find((candidate) => candidate.uid === uid);
  if (board === undefined)
    return [
      {
        what: `${address} opens no board`,
        fix: `take one of ${boards.map((candidate) => candidate.uid).join(', ')}`,
      },
    ];
  const panel = url.searchParams.get('viewPanel');
  const ids = everyPanel(board.panels).map(({ id }) => `panel-${id}`);
  const names = variableNames(board).map((name) => `var-${name}`);
  return [
    ...(panel === null || ids.includes(panel)
      ? []
      : [{ what: `${address} opens no panel of ${uid}`, fix: 'make it from the slug of a panel there' }]),
    ...[...new Set(url.searchParams.keys())]
      .filter((key) => key.startsWith('var-') && !names.includes(key))
      .map((key) => ({
        what: `${address} sets ${key}, and ${uid} has no such variable`,
        fix: `take one of ${names.join(', ') || 'none'}`,
      })),
  ];
}

/** A click must not lose what the person has narrowed the board to. */
function contextFaults(url: string, from: SealedBoard, boards: readonly SealedBoard[]): Words[] {
  if (url.startsWith('/explore?'))
    return url.includes(placeholder('__from')) && url.includes(placeholder('__to'))
      ? []
      : [
          {
            what: `${url} forgets the time range`,
            fix: `give its range ${placeholder('__from')} and ${placeholder('__to')}`,
          },
        ];
  const uid = /^\/d\/([^/?]+)/.exec(url)?.[1];
  const target = boards.find((candidate) => candidate.uid === uid);
  if (target === undefined) return [];
  const shared = variableNames(from).filter((name) => variableNames(target).includes(name));
  const lost = shared.filter(
    (name) =>
      !url.includes(placeholder('__all_variables')) &&
      !url.includes(placeholder(`${name}:queryparam`)) &&
      !url.includes(`var-${name}=`),
  );
  return [
    ...(url.includes(placeholder('__url_time_range'))
      ? []
      : [{ what: `${url} forgets the time range`, fix: `add ${placeholder('__url_time_range')}` }]),
    ...lost.map((name) => ({
      what: `${url} forgets ${name}`,
      fix: `add ${placeholder(`${name}:queryparam`)}`,
    })),
  ];
}

/** A table's link speaks of its columns by the names that people see. */
function columnFaults(url: string, { transformations }: SealedPanel): Words[] {
  const columns = transformations
    .filter(({ id }) => id === 'organize')
    .flatMap(({ options }) => Object.values(recordIn(options, 'renameByName')));
  if (columns.length === 0) return [];
  return [...url.matchAll(/\$\{__data\.fields(?:\.(\w+)|\["([^"]+)"\])/g)]
    .map(([, bare, quoted]) => bare ?? quoted ?? '')
    .filter((column) => !columns.includes(column))
    .map((column) => ({
      what: `${url} takes column "${column}", which the table does not have`,
      fix: `take one of ${columns.join(', ')}`,
    }));
}
