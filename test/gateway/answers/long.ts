// An answer of about 3,000 words with headings, lists and 15 code blocks, within the default limit of 4,096 tokens.
import type { ScriptedAnswer } from '../answer.ts';
import { codeSamples } from './code.ts';
import { fenced } from './fences.ts';

const topics = [
  ['Start', 'the plan'],
  ['Names', 'a name'],
  ['Types', 'a type'],
  ['Tests', 'a test'],
  ['Errors', 'an error'],
  ['Files', 'a file'],
  ['Time', 'a timer'],
  ['Text', 'a line of text'],
  ['Lists', 'a list'],
  ['Maps', 'a map'],
  ['Queues', 'a queue'],
  ['Streams', 'a stream'],
  ['Locks', 'a lock'],
  ['Logs', 'a log'],
  ['Review', 'a review'],
] as const;

/** Sentences in which "it" is the topic of the section. */
const sentences = [
  'Take it as it is, and ask who will need it in a year.',
  'If you can say in one line what it is for, it is most of the way to being good.',
  'If you can not, do not go on: cut it in two and look at each half on its own.',
  'A small part that does one job is easy to read, easy to test, and easy to throw out.',
  'Do not hide what can fail; say so at the top, and let the one who calls it act on it.',
  'Try it by hand once, then let the tests do so each time you save.',
  'It is not the speed of one step that counts, but how many steps you can leave out.',
  'So put it where it is used, and not in a file of odds and ends.',
  'Let no one else write to it, and you will know at once who did when it is off.',
  'When two of us read it and see two things, it is the code that has to change.',
  'Of all the ways to do it, pick the one that you could tell to a friend on the phone.',
  'Keep a note of why it is so, for what it does is in the code for all to see.',
  'You may be sure that an odd case will come up, so try the odd case first of all.',
  'To be safe is to know what you do not know, and to ask for it at the door.',
];

const bullets = [
  'It is **small**, so you can see all of it at once on one page.',
  'It is *plain*, so that you can `grep` for it when you are in a rush.',
  'It is done when there is no more to cut, and not when there is no more to add.',
];

export function longAnswer(): ScriptedAnswer {
  const sections = topics.map(([title, it], index) => section(index, title, it));
  return {
    text: `# A long scripted answer\n\nThis is a scripted answer from the local gateway, to see how a long one reads.\n\n${sections.join('\n\n')}\n\nThat is the end of it.`,
  };
}

function section(index: number, title: string, topic: string): string {
  const sample = codeSamples[index % codeSamples.length];
  const block = sample === undefined ? '' : fenced(sample.code, sample.language);
  const list = bullets.map((bullet) => (index % 2 === 0 ? `- ${bullet}` : `1. ${bullet}`)).join('\n');
  return `## ${index + 1}. ${title}\n\nWhat of ${topic}? ${prose(index, 4)}\n\n${list}\n\n${block}\n\n${prose(index + 4, 3)}`;
}

function prose(from: number, count: number): string {
  return Array.from({ length: count }, (_, offset) => sentences[(from * 3 + offset) % sentences.length]).join(' ');
}
