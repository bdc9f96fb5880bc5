(DEFINE Shouted 'LOUD)
