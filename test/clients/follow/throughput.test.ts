import { expect, it } from '@jest/globals';
import { throughputMeter, rateText, timeLeftText } from '../../../clients/follow/throughput.ts';

it('tells no rate before anything was done, and none of what was done before it looked', () => {
  let now = 0;
  const pace = throughputMeter(() => now);
  expect(pace(500, 1000)).toEqual({ rate: undefined, secondsLeft: undefined });
  now = 10_000;
  expect(pace(500, 1000)).toEqual({ rate: undefined, secondsLeft: undefined });
  expect(pace(700, 1000)).toEqual({ rate: 20, secondsLeft: 15 });
  now = 25_000;
  expect(pace(1000, 1000)).toEqual({ rate: 20, secondsLeft: 0 });
});

it.each([
  [undefined, '-'],
  [7.2, '8 s'],
  [199.5, '3 min 20 s'],
  [7500, '2 h 05 min'],
])('%p seconds are %p', (secondsLeft, text) => {
  expect(timeLeftText({ rate: 1, secondsLeft })).toBe(text);
});

it.each([
  [undefined, '-'],
  [0.61, '0.6/s'],
  [412.4, '412/s'],
])('a rate of %p is %p', (rate, text) => {
  expect(rateText({ rate, secondsLeft: undefined })).toBe(text);
});
