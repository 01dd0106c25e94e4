import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import type { Locale } from 'antd/es/locale/index.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Language } from '#kernel/text.ts';
import { queries } from './api.ts';
import { router } from './router.tsx';
import { LanguageContext } from './texts/texts.tsx';
import { theme } from './theme.ts';
import './app.css';

// The library's type declarations take its modules for CommonJS; the bundler sees what they are.
const locales = { zh: zhCN as unknown as Locale, en: enUS as unknown as Locale };
const remembered = 'taizhang.language';

function Desk() {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(remembered) === 'en' ? 'en' : 'zh'));
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem(remembered, language);
  }, [language]);
  return (
    <LanguageContext value={{ language, change: setLanguage }}>
      <ConfigProvider locale={locales[language]} theme={theme} button={{ autoInsertSpace: false }}>
        <App>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </App>
      </ConfigProvider>
    </LanguageContext>
  );
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
);
