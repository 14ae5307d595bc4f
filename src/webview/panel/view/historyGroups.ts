// Chats under headings: the pinned ones, then by the day of their last message.
import type { SearchHit } from '../../../shared/history.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { Numbers } from '../../../words/numbers.ts';

export interface HistoryGroup {
  readonly title: string;
  readonly hits: readonly SearchHit[];
}

/** `now` in milliseconds since 1970; days are those of the local calendar. */
export function groupByDay(hits: readonly SearchHit[], now: number, numbers: Numbers, t: Translate): HistoryGroup[] {
  const groups = Map.groupBy(hits, ({ chat }) =>
    chat.isPinned && chat.deletedAt === undefined
      ? t('Pinned')
      : dayTitle(chat.deletedAt ?? chat.updatedAt, now, numbers, t),
  );
  return [...groups].map(([title, members]) => ({ title, hits: members }));
}

function dayTitle(time: number, now: number, numbers: Numbers, t: Translate): string {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
  if (days <= 0) {
    return t('Today');
  }
  if (days === 1) {
    return t('Yesterday');
  }
  if (days < 7) {
    return numbers.weekday(time);
  }
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return isThisYear ? numbers.dayOfYear(time) : numbers.longMonth(time);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
