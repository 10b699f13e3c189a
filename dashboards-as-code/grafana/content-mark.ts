/**
 * How a push knows its own work again: the message that it leaves in Grafana's history ends with a hash of the content.
 * A board whose newest message does not fit its content was edited, or made by hand. These messages are the audit trail too.
 */
import { type ClassicBoard, contentHash } from '../diff/classic-board.ts';

export function markedMessage(text: string, board: ClassicBoard): string {
  return `${text} [tocsin ${contentHash(board)}]`;
}

/** Whether a board that was saved with this message is what a push wrote. */
export function isPushed(message: string, board: ClassicBoard): boolean {
  return message.endsWith(`[tocsin ${contentHash(board)}]`);
}
