// Markers and sources point at each other. One listener on the document serves every redraw.
// What other files of this folder use of it is in `nigao`; they add their `deeds`.
(nigao) => {
  // A session that has ended: sign in again and come back to this conversation.
  const send = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await send(...asked);
    if (answer.status === 401) {
      const here = window.location.pathname + window.location.search;
      window.location.assign(`/login?ended=1&back=${encodeURIComponent(here)}`);
    }
    return answer;
  };

  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const byKey = (name, key) => all(name).filter((element) => element.dataset.key === key);

  const light = (key) => {
    all('.lit').forEach((element) => element.classList.remove('lit'));
    [...byKey('.clause', key), ...byKey('.cite', key), ...byKey('.source', key)]
      .forEach((element) => element.classList.add('lit'));
  };
  // Only the pane scrolls; scrollIntoView would move the whole page as well.
  const show = (element) => {
    const pane = element?.closest('.sources, .paper');
    if (pane) {
      const gap = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollTo({ top: pane.scrollTop + gap - pane.clientHeight / 4, behavior: 'smooth' });
    }
  };

  // --- the draft: what the checks say of a sentence, and stepping from one to the next ----------
  const pointAt = (sentence, before = '') => {
    all('.sentence.here').forEach((element) => element.classList.remove('here'));
    sentence?.classList.add('here');
    const line = document.querySelector('.checks .told');
    if (line) {
      line.textContent = sentence ? before + (sentence.dataset.said ?? '') : '';
    }
  };
  const stepTo = (mark) => {
    const marked = all('.paper .sentence').filter((s) => s.dataset.marks.split(' ').includes(mark));
    const place = (marked.findIndex((s) => s.classList.contains('here')) + 1) % marked.length;
    pointAt(marked[place], marked.length > 1 ? `第 ${place + 1} / ${marked.length} 句　` : '');
    show(marked[place]);
  };
  const turnTo = (name) => {
    const tab = all('#side button[role=tab]').find((button) => button.textContent.trim() === name);
    if (tab?.getAttribute('aria-selected') === 'false') {
      tab.click();
    }
  };
  document.addEventListener('focusin', (event) => {
    if (event.target.matches?.('.paper .sentence')) {
      pointAt(event.target);
    }
  });

  document.addEventListener('click', (event) => {
    const marker = event.target.closest('.cite');
    if (marker) {
      event.preventDefault();
      light(marker.dataset.key);
      turnTo('出处');
      // A tab that was not shown has no size before the next frame.
      requestAnimationFrame(() => show(byKey('.source', marker.dataset.key)[0]));
      return;
    }
    const sentence = event.target.closest('.paper .sentence');
    if (sentence && !window.getSelection().toString()) {
      pointAt(sentence);
      return;
    }
    const source = event.target.closest('.source');
    if (source && !event.target.closest('details, button')) {
      light(source.dataset.key);
      show(byKey('.clause', source.dataset.key)[0]);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.classList?.contains('source')) {
      event.target.click();
    }
  });

  const tell = (text) => {
    const note = document.createElement('div');
    note.className = 'toast-note';
    note.setAttribute('role', 'status');
    note.textContent = text;
    document.body.append(note);
    setTimeout(() => note.remove(), 2000);
  };
  // Pages served to other machines without TLS have no clipboard; a selection still copies.
  const bySelection = (text) => {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  };
  window.nigaoCopy = async (text, said = '已复制全文') => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      bySelection(text);
    }
    tell(said);
  };

  // --- paragraphs chosen for the draft: the strip above the screens knows which ---------------
  let unfolded = false;
  const idsIn = (name) => {
    const words = document.querySelector('#choices .choices')?.dataset[name] ?? '';
    return new Set(words.split(' ').filter(Boolean));
  };
  const LABELS = {
    pinned: ['置顶', '取消置顶'], excluded: ['不用', '恢复使用'], swap: ['换掉这个来源', '恢复这个来源'],
  };
  window.nigaoPaint = () => {
    const chosen = { pinned: idsIn('pinned'), excluded: idsIn('excluded') };
    all('.hit, .copy, .passage, .acts.here, .source').forEach((element) => {
      const id = element.dataset.paragraph;
      const is = { pinned: chosen.pinned.has(id), excluded: chosen.excluded.has(id) };
      element.classList.toggle('pinned', is.pinned);
      element.classList.toggle('excluded', is.excluded);
      element.querySelectorAll('[data-do]').forEach((button) => {
        const labels = LABELS[button.dataset.do];
        if (labels && !button.dataset.ids && button.closest('[data-paragraph]') === element) {
          const pressed = is[button.dataset.do === 'swap' ? 'excluded' : button.dataset.do];
          button.textContent = labels[Number(pressed)];
          button.setAttribute('aria-pressed', String(pressed));
        }
      });
    });
    const strip = document.querySelector('#choices details');
    if (strip) {
      strip.open = unfolded;
    }
  };
  document.addEventListener('toggle', (event) => {
    if (event.target.matches?.('#choices details')) {
      unfolded = event.target.open;
    }
  }, true);
  const choose = (button, wanted) => {
    const ids = button.dataset.ids?.split(' ') ?? [button.closest('[data-paragraph]').dataset.paragraph];
    const isTakenBack = !button.dataset.ids && button.getAttribute('aria-pressed') === 'true';
    window.nigaoChoose({ choice: isTakenBack ? 'none' : wanted, ids });
    return !isTakenBack;
  };

  // --- search: a report is read beside the hits -------------------------------------------------
  const goTo = (id) => {
    const passage = all('.reader .passage').find((element) => element.dataset.paragraph === id);
    if (!passage) {
      return false;
    }
    all('.passage.here').forEach((element) => element.classList.remove('here'));
    passage.classList.add('here');
    document.querySelector('.acts.here').dataset.paragraph = id;
    window.nigaoPaint();
    const pane = passage.closest('.reading');
    const gap = passage.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTo({ top: pane.scrollTop + gap - pane.clientHeight / 4 });
    pane.closest('.reader').scrollIntoView({ block: 'nearest' });
    return true;
  };
  window.nigaoRead = () => {
    goTo(document.querySelector('.reader')?.dataset.here);
  };
  const reading = (isOpen) => document.body.classList.toggle('is-reading', isOpen);
  const open = (card) => {
    all('.hit.opened, .copy.opened').forEach((element) => element.classList.remove('opened'));
    card.classList.add('opened');
    reading(true);
    if (!goTo(card.dataset.paragraph)) {
      window.nigaoOpen(card.dataset.paragraph);
    }
  };
  // From another screen: the search screen has the reader; it is built when its tab first opens.
  const readFrom = (card, left = 50) => {
    all('button[role=tab]').find((tab) => tab.textContent.trim() === '查找')?.click();
    if (window.nigaoOpen) {
      open(card);
    } else if (left) {
      setTimeout(() => readFrom(card, left - 1), 100);
    }
  };
  const wordsOf = (button) => {
    const inReader = button.closest('.acts.here');
    return inReader ? document.querySelector('.passage.here')?.innerText ?? ''
      : button.closest('[data-paragraph]').querySelector('.words').textContent;
  };

  // --- the outline: a click changes the panel at once and tells the server how it stands then ----
  let focused = null; // the button to focus when the panel has been drawn anew
  const tellOutline = (card, wish) => {
    const themes = Array.from(card.querySelectorAll('.theme'));
    window.nigaoOutline({
      do: 'arrange',
      section: card.dataset.section,
      themes: themes.map((item) => item.dataset.theme),
      kept: themes.filter((i) => i.classList.contains('kept')).map((i) => i.dataset.theme),
      ...wish,
    });
  };
  const arrange = (button, change) => {
    const item = button.closest('.theme');
    const card = item.closest('.outline');
    focused = { section: card.dataset.section, theme: item.dataset.theme, deed: button.dataset.do };
    change(item);
    tellOutline(card, {});
  };
  const grow = (card) => {
    const input = card.querySelector('.growing input');
    const theme = input.value.trim();
    if (theme) {
      focused = { section: card.dataset.section, selector: '.growing input' };
      tellOutline(card, { do: 'add', theme });
    } else {
      tell('请先写下要添加的题目');
      input.focus();
    }
  };
  window.nigaoOutlined = () => {
    const card = focused && all('.outline').find((c) => c.dataset.section === focused.section);
    const item = card && Array.from(card.querySelectorAll('.theme'))
      .find((element) => element.dataset.theme === focused.theme);
    const button = item?.querySelector(`[data-do="${focused.deed}"]:not(:disabled)`)
      ?? (item ?? card)?.querySelector(focused?.selector ?? '.acts button:not(:disabled)');
    focused = null;
    if (document.activeElement === document.body) {
      button?.focus();
    }
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && event.target.matches?.('.growing input')) {
      grow(event.target.closest('.outline'));
    }
  });

  const deeds = {
    say: (button) => window.nigaoSay(button.dataset.say),
    section: (button) => window.nigaoSection(button.dataset.section),
    style: () => turnTo('文风'),
    step: (button) => stepTo(button.dataset.mark),
    sentence: (button) => {
      const sentence = document.getElementById(`s-${button.dataset.of}`);
      pointAt(sentence);
      show(sentence);
    },
    up: (button) => arrange(button, (item) => item.previousElementSibling?.before(item)),
    down: (button) => arrange(button, (item) => item.nextElementSibling?.after(item)),
    keep: (button) => arrange(button, (item) => item.classList.toggle('kept')),
    drop: (button) => arrange(button, (item) => item.remove()),
    add: (button) => grow(button.closest('.outline')),
    others: (button) => tellOutline(button.closest('.outline'), { do: 'others' }),
    pinned: (button) => choose(button, 'pinned'),
    excluded: (button) => choose(button, 'excluded'),
    none: (button) => choose(button, 'none'),
    swap: (button) => {
      if (choose(button, 'excluded')) {
        tell('这一段不再用于本稿；在对话里说“第几条换一种写法”，就会换成别的来源');
      }
    },
    open: (button) => open(button.closest('[data-paragraph]')),
    read: (button) => readFrom(button.closest('[data-paragraph]')),
    copy: (button) => window.nigaoCopy(wordsOf(button), '已复制这一段'),
    close: () => reading(false),
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    const turned = event.target.closest('[data-goto]')?.dataset.goto
      ?? event.target.closest('.reader .passage')?.dataset.paragraph;
    if (button) {
      deeds[button.dataset.do]?.(button);
    } else if (turned) {
      goTo(turned);
    } else if (!window.getSelection().toString()) {
      event.target.closest('.hit .words')?.classList.toggle('whole');
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      reading(false);
    }
  });
  Object.assign(nigao, { all, show, tell, turnTo, pointAt, deeds });
}
