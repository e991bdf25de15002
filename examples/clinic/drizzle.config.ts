import { defineConfig } from 'drizzle-kit';

/** For `npm run generate`: writes the SQL of a changed schema to `migrations/`. */
export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: './src/database/schema.ts',
  out: './migrations',
});
