// Puts questions, all at once, in a process of its own whose environment names certificates and proxies: node askOnce.ts QUESTIONS
// Questions and outcomes are in JSON.
import { leadTestNamesHere } from './names.ts';
import { putQuestion, type Question } from './question.ts';

leadTestNamesHere();
const questions = JSON.parse(process.argv[2] ?? '[]') as readonly Question[];
console.log(JSON.stringify(await Promise.all(questions.map(putQuestion))));
