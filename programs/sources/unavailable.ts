/** Why a source cannot give a program here, as half a sentence; not a fault of the program's. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable';
}
