export const port = Number(process.env.PORT);
export const release = process.env.RELEASE ?? '';
export const variableNames = Object.keys(process.env).sort();
