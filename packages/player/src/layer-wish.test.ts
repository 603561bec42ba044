import { expect, test } from 'vitest';
import { LayerWish } from './layer-wish.ts';

const layers = [
  { id: 'l', height: 180 },
  { id: 'm', height: 360 },
  { id: 'h', height: 720 },
];

function make() {
  const asked: (string | null)[] = [];
  const session = {
    getNews: () => ({ layers }),
    selectLayer: async (id: string | null) => {
      asked.push(id);
    },
  };
  const wish = new LayerWish();
  return { wish, session, asked };
}

test('a session is asked for what the viewer chose, once', () => {
  const { wish, session, asked } = make();
  wish.choose(400);
  wish.of(session);
  wish.tell();
  expect(asked).toEqual(['m']);
  wish.choose(null);
  expect(asked).toEqual(['m', null]);
});

test('a line that can’t carry it gets the next lower layer until it is better', () => {
  const { wish, session, asked } = make();
  wish.of(session);
  wish.lower(720);
  expect(asked).toEqual(['m']);
  wish.lower(360);
  wish.lower(180);
  expect(asked).toEqual(['m', 'l']);
  wish.restore();
  expect(asked).toEqual(['m', 'l', null]);
});

test('what is lowered never goes above what was chosen', () => {
  const { wish, session, asked } = make();
  wish.choose(200);
  wish.of(session);
  wish.lower(720);
  expect(asked).toEqual(['l']);
});

test('a fresh session is asked anew', () => {
  const { wish, session, asked } = make();
  wish.choose(400);
  wish.of(session);
  wish.of(null);
  wish.of(session);
  expect(asked).toEqual(['m', 'm']);
});
