// Markers and sources point at each other. One listener on the document serves every redraw.
() => {
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

  // --- the proposal: what waits on the paper, decided on by click or key -------------------------
  const shownProposal = () => {
    const proposal = document.querySelector('#paper .proposal');
    return proposal?.offsetParent ? proposal : null;
  };
  let place = null; // where the papers were scrolled to, and which change comes next
  const papers = () => all('#paper .paper');
  const rewrite = (wish) => {
    const open = shownProposal();
    place = { tops: papers().map((paper) => paper.scrollTop), next: wish.next };
    delete wish.next;
    window.nigaoRewrite({ proposal: open?.dataset.proposal ?? '', ...wish });
  };
  let isBeside = false;
  let seen = ''; // the proposal that was shown last
  window.nigaoRewritten = () => {
    const open = shownProposal();
    open?.classList.toggle('is-beside', isBeside);
    if ((open?.dataset.proposal ?? '') !== seen) {
      seen = open?.dataset.proposal ?? '';
      place = seen ? null : place;
      show(Array.from(open?.querySelectorAll('.change') ?? []).find((change) => change.offsetParent));
    }
    if (!place) {
      return;
    }
    papers().forEach((paper, n) => { paper.scrollTop = place.tops[n] ?? place.tops[0] ?? 0; });
    const buttons = Array.from(open?.querySelectorAll('[data-do=accept]') ?? [])
      .filter((button) => button.offsetParent);
    const wanted = buttons[Math.min(place.next ?? 0, buttons.length - 1)];
    if (place.next !== undefined && document.activeElement === document.body) {
      wanted?.closest('.change').focus({ preventScroll: true });
      show(wanted);
    }
    place = null;
  };
  const ticked = (proposal) => [...new Set(
    Array.from(proposal.querySelectorAll('[data-tick]:checked')).map((box) => box.dataset.tick),
  )];
  const decideOn = (button, deed) => {
    const proposal = button.closest('.proposal');
    const view = button.closest('.paper');
    rewrite({
      do: deed,
      changes: button.dataset.changes.split(' '),
      ticked: ticked(proposal),
      next: Array.from(view.querySelectorAll('[data-do=accept]'))
        .findIndex((other) => other.dataset.changes === button.dataset.changes),
    });
  };
  const decideOnAll = (deed) => {
    const proposal = shownProposal();
    const buttons = Array.from(proposal.querySelectorAll('.paper.inline [data-do=accept]'));
    const taken = deed === 'accept' ? buttons.filter((button) => !button.disabled) : buttons;
    if (taken.length < buttons.length) {
      tell(`还有 ${buttons.length - taken.length} 处语气变化，请逐处勾选后再接受`);
    }
    if (taken.length) {
      const changes = taken.flatMap((button) => button.dataset.changes.split(' '));
      rewrite({ do: deed, changes, ticked: ticked(proposal) });
    }
  };
  const rewording = (button, isOpen) => {
    const change = button.closest('.change');
    const box = change.querySelector('.rewording');
    box.hidden = !isOpen;
    (isOpen ? box.querySelector('textarea') : change.querySelector('[data-do=reword]')).focus();
  };
  const reworded = (box) => {
    const text = box.querySelector('textarea').value.trim();
    if (!text) {
      tell('请写下改成什么');
      return;
    }
    rewrite({ do: 'edit', changes: [box.closest('.change').dataset.change], text });
  };
  // A change that needs its tick is in both views, and so is its box.
  document.addEventListener('change', (event) => {
    const proposal = event.target.dataset?.tick && event.target.closest('.proposal');
    if (!proposal) {
      return;
    }
    const boxes = Array.from(proposal.querySelectorAll('[data-tick]'));
    boxes.filter((box) => box.dataset.tick === event.target.dataset.tick)
      .forEach((box) => { box.checked = event.target.checked; });
    proposal.querySelectorAll('[data-do=accept]').forEach((button) => {
      const ids = button.dataset.changes.split(' ');
      button.disabled = boxes.some((box) => ids.includes(box.dataset.tick) && !box.checked);
    });
  });
  // Before anything else hears the key: the message box would send an empty message.
  document.addEventListener('keydown', (event) => {
    const accepts = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (event.isComposing || (!accepts && event.key !== 'Escape')) {
      return;
    }
    const box = event.target.closest?.('.rewording');
    if (box) {
      accepts ? reworded(box) : rewording(box, false);
    } else if (selectionBar && !accepts) {
      closeBar();
    } else if (shownProposal() && !(event.target.matches?.('textarea, input[type=text]')
        && event.target.value.trim())) {
      decideOnAll(accepts ? 'accept' : 'reject');
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // --- characters selected on the paper: a small bar offers what can be done with them -----------
  let selectionBar = null;
  const closeBar = () => {
    selectionBar?.remove();
    selectionBar = null;
  };
  // Where words of a sentence start and end, in code points of its text: markers are none of it.
  const spanIn = (sentence, range) => {
    const texts = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
    const points = (text) => Array.from(text).length;
    let at = 0;
    const span = { start: 0, end: 0, length: 0 };
    let isFound = false;
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.parentElement.closest('.cite')) {
        continue;
      }
      const text = node.data;
      if (range.intersectsNode(node)) {
        const first = node === range.startContainer ? range.startOffset : 0;
        const last = node === range.endContainer ? range.endOffset : text.length;
        if (first < last) {
          span.start = isFound ? span.start : at + points(text.slice(0, first));
          span.end = at + points(text.slice(0, last));
          isFound = true;
        }
      }
      at += points(text);
    }
    return isFound ? { ...span, length: at } : null;
  };
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || shownProposal()) {
      return null;
    }
    const range = selection.getRangeAt(0);
    const touched = all('#paper .sentence').filter((s) => range.intersectsNode(s))
      .map((sentence) => ({ id: sentence.id.slice(2), span: spanIn(sentence, range) }))
      .filter((part) => part.span);
    const ends = [range.startContainer, range.endContainer];
    if (!touched.length || !ends.some((node) => document.querySelector('#paper').contains(node))) {
      return null;
    }
    if (touched.length === 1) {
      const [{ id, span }] = touched;
      const isWhole = span.start === 0 && span.end === span.length;
      const about = isWhole ? '整句' : '选中的文字';
      return { about, wish: { sentence: id, start: span.start, end: span.end }, range };
    }
    const item = Number(touched[0].id.split('.')[0]);
    const isOne = item > 0 && touched.every((part) => part.id.startsWith(`${item}.`));
    return isOne ? { about: `整个第 ${item} 条`, wish: { item }, range } : null;
  };
  const CHIPS = ['压缩', '换一种写法', '更正式', '删去'];
  const offer = () => {
    closeBar();
    const chosen = selected();
    if (!chosen) {
      return;
    }
    selectionBar = document.createElement('div');
    selectionBar.className = 'selection-bar';
    selectionBar.setAttribute('role', 'toolbar');
    selectionBar.setAttribute('aria-label', `改写${chosen.about}`);
    const about = document.createElement('small');
    about.textContent = chosen.about;
    selectionBar.append(about, ...CHIPS.map((words) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.do = 'on-selection';
      button.textContent = words;
      return button;
    }));
    selectionBar.wish = chosen.wish;
    // A press would take the selection away before the click is there.
    selectionBar.addEventListener('mousedown', (event) => event.preventDefault());
    document.body.append(selectionBar);
    const words = chosen.range.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = selectionBar;
    const top = words.top - height - 6 > 0 ? words.top - height - 6 : words.bottom + 6;
    selectionBar.style.top = `${Math.min(top, window.innerHeight - height - 4)}px`;
    const left = words.left + words.width / 2 - width / 2;
    selectionBar.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`;
  };
  document.addEventListener('mouseup', (event) => {
    if (!event.target.closest?.('.selection-bar')) {
      setTimeout(offer); // the selection is settled after the event
    }
  });
  document.addEventListener('keyup', (event) => {
    if (event.shiftKey && event.key.startsWith('Arrow')) {
      offer(); // caret browsing
    }
  });
  document.addEventListener('selectionchange', () => {
    if (window.getSelection().isCollapsed) {
      closeBar();
    }
  });
  document.addEventListener('scroll', closeBar, true);

  // --- checking: the marks on the page and the list beside it point at each other ----------------
  const scrollIn = (pane, element) => {
    const gap = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTo({ top: pane.scrollTop + gap - pane.clientHeight / 3, behavior: 'smooth' });
  };
  const numbersOf = (element) => element.dataset.findings.split(' ');
  const pointAtFinding = (number, from) => {
    all('#checked .here').forEach((element) => element.classList.remove('here'));
    const marks = all('#checked mark').filter((mark) => numbersOf(mark).includes(number));
    const row = all('#checked li').find((li) => li.dataset.finding === number);
    [...marks, row].forEach((element) => element?.classList.add('here'));
    if (from !== 'page' && marks.length) {
      scrollIn(document.querySelector('#checked .paper'), marks[0]);
    }
    if (from !== 'list' && row) {
      row.closest('details').open = true;
      scrollIn(document.querySelector('#checked .checked-list'), row);
    }
  };
  let checkedAt = null; // where page and list were scrolled to before a fix
  const panes = () => all('#checked .paper, #checked .checked-list');
  window.nigaoChecked = () => {
    panes().forEach((pane, n) => { pane.scrollTop = checkedAt?.[n] ?? 0; });
    checkedAt = null;
  };
  const mend = (wish) => {
    checkedAt = panes().map((pane) => pane.scrollTop);
    window.nigaoMend(wish);
  };
  const checkedText = () => document.querySelector('#checked .checked').dataset;
  const saveChecked = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([checkedText().text], { type: 'text/plain' }));
    link.download = checkedText().name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  document.addEventListener('click', (event) => {
    const mark = event.target.closest('#checked mark');
    if (mark) {
      pointAtFinding(numbersOf(mark)[0], 'page');
    }
  });

  const deeds = {
    finding: (button) => pointAtFinding(button.dataset.of, 'list'),
    mend: (button) => mend({ do: 'mend', findings: numbersOf(button).map(Number) }),
    unmend: () => mend({ do: 'unmend' }),
    'copy-checked': () => window.nigaoCopy(checkedText().text),
    'save-checked': saveChecked,
    fix: (button) => rewrite({
      do: 'fix',
      rule: button.dataset.rule,
      sentence: button.dataset.of,
      start: Number(button.dataset.start),
    }),
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
    accept: (button) => decideOn(button, 'accept'),
    decline: (button) => decideOn(button, 'reject'),
    'accept-all': () => decideOnAll('accept'),
    'decline-all': () => decideOnAll('reject'),
    reword: (button) => rewording(button, true),
    unreword: (button) => rewording(button, false),
    reworded: (button) => reworded(button.closest('.rewording')),
    beside: () => {
      isBeside = !isBeside;
      shownProposal().classList.toggle('is-beside', isBeside);
      show(all('#paper .change').find((change) => change.offsetParent));
    },
    redo: () => rewrite({ do: 'redo' }),
    'on-selection': (button) => {
      rewrite({ do: 'propose', text: button.textContent, ...selectionBar.wish });
      window.getSelection().removeAllRanges();
      closeBar();
    },
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
}
