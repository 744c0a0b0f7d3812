import { describe, expect, it } from '@jest/globals';
import { Places } from '../../../rules/lumpSum/places.ts';

const places = new Places([{ id: 'R0' }, { id: 'R1' }, { id: 'R2' }]);

describe('the places of records in an input', () => {
  it('name them in the order of the input, however they are given', () => {
    expect(places.write([{ id: 'R2' }, { id: 'R0' }])).toBe('0,2');
    expect(places.read('0,2')).toEqual(['R0', 'R2']);
  });

  it('are none for a record that the input does not have', () => {
    expect(() => places.of({ id: 'R3' })).toThrow(RangeError);
    expect(() => places.write([{ id: 'R3' }])).toThrow(RangeError);
  });

  it('are read of no record where the input is too short', () => {
    expect(() => places.read('0-3')).toThrow(RangeError);
  });
});
