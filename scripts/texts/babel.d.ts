/** Babel comes without types. */
declare module '@babel/core';
