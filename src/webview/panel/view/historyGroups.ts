// Chats under headings: the pinned ones, then by the day of their last message.
import type { SearchHit } from '../../../shared/history.ts';
import type { Translate } from '../../../shared/translate.ts';

export interface HistoryGroup {
  readonly title: string;
  readonly hits: readonly SearchHit[];
}

/** `now` in milliseconds since 1970; days are those of the local calendar. */
export function groupByDay(hits: readonly SearchHit[], now: number, language: string, t: Translate): HistoryGroup[] {
  const groups = Map.groupBy(hits, ({ chat }) =>
    chat.isPinned && chat.deletedAt === undefined
      ? t('Pinned')
      : dayTitle(chat.deletedAt ?? chat.updatedAt, now, language, t),
  );
  return [...groups].map(([title, members]) => ({ title, hits: members }));
}

function dayTitle(time: number, now: number, language: string, t: Translate): string {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
  if (days <= 0) {
    return t('Today');
  }
  if (days === 1) {
    return t('Yesterday');
  }
  const date = new Date(time);
  const options: Intl.DateTimeFormatOptions =
    days < 7
      ? { weekday: 'long' }
      : date.getFullYear() === new Date(now).getFullYear()
        ? { day: 'numeric', month: 'long' }
        : { month: 'long', year: 'numeric' };
  return new Intl.DateTimeFormat(language, options).format(date);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
