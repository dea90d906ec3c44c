// The review desk: which sentence and source is shown, the keys, and what is sent to the server.
// Everything is in the page already; only what is decided or said makes a round.
() => {
  const desk = () => {
    const shown = document.querySelector('#review .review');
    return shown?.offsetParent ? shown : null;
  };
  const within = (selector) => Array.from(desk()?.querySelectorAll(selector) ?? []);
  // Across redraws: where one is, what is filtered, what is typed and not yet sent.
  const LONGEST = 10000; // milliseconds that an answer is waited for
  const state = {
    section: '', sentence: '', filter: 'open', label: '', signing: false,
    cited: new Map(), typed: new Map(), focused: '', commenting: false, sent: new Map(), waiting: 0,
  };
  const lines = () => within('.queue li[data-sentence]');
  const shownLines = () => lines().filter((line) => !line.hidden);
  const lineOf = (id) => lines().find((line) => line.dataset.sentence === id);
  const card = () => within('.card').find((element) => !element.hidden);
  const isOpen = (line) => !line.dataset.verb && !state.sent.has(line.dataset.sentence);

  // --- showing ------------------------------------------------------------------------------------
  const scrollTo = (element, pane, share = 0.3) => {
    if (element && pane) {
      const gap = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollTo({ top: pane.scrollTop + gap - pane.clientHeight * share });
    }
  };
  const showCited = (key) => {
    const open = card();
    const panels = Array.from(open?.querySelectorAll('.cited[data-key]') ?? []);
    const panel = panels.find((element) => element.dataset.key === key) ?? panels[0];
    panels.forEach((element) => { element.hidden = element !== panel; });
    open?.querySelectorAll('[role=tablist] [data-key]').forEach((tab) => {
      tab.setAttribute('aria-selected', String(tab.dataset.key === panel?.dataset.key));
    });
    open?.querySelectorAll('.in-place .clause, .in-place .cite').forEach((element) => {
      element.classList.toggle('lit', element.dataset.key === panel?.dataset.key);
    });
    if (panel) {
      state.cited.set(state.sentence, panel.dataset.key);
      const [mark, pane] = [panel.querySelector('mark'), open.querySelector('.card-right')];
      pane.scrollTo({ top: 0 });
      if (mark && mark.getBoundingClientRect().bottom > pane.getBoundingClientRect().bottom - 40) {
        scrollTo(mark, pane, 0.35);
      }
    }
  };
  const showSentence = (id) => {
    const line = lineOf(id) ?? shownLines()[0] ?? lines()[0];
    if (!line) {
      return;
    }
    if (state.sentence !== line.dataset.sentence) {
      state.commenting = false;
    }
    state.sentence = line.dataset.sentence;
    within('.card').forEach((element) => {
      element.hidden = state.signing || element.dataset.sentence !== state.sentence;
    });
    lines().forEach((element) => element.classList.toggle('here', element === line));
    const queue = line.closest('.queue');
    const [box, pane] = [line.getBoundingClientRect(), queue.getBoundingClientRect()];
    if (box.top < pane.top || box.bottom > pane.bottom) {
      scrollTo(line, queue);
    }
    if (!state.signing) {
      showCited(state.cited.get(state.sentence));
      commenting(state.commenting, false);
      scrollTo(card()?.querySelector('.now'), card()?.querySelector('.in-place'), 0.4);
    }
  };
  const signing = (isShown) => {
    state.signing = isShown;
    within('.signing').forEach((element) => { element.hidden = !isShown; });
    within('.to-sign').forEach((element) => element.setAttribute('aria-pressed', String(isShown)));
    showSentence(state.sentence);
  };
  const commenting = (isShown, takesFocus = true) => {
    const box = card()?.querySelector('.say.new');
    if (!box) {
      return;
    }
    state.commenting = isShown;
    box.hidden = !isShown;
    if (isShown && takesFocus) {
      box.querySelector('textarea').focus();
      box.scrollIntoView({ block: 'nearest' });
    }
  };

  // --- filters ------------------------------------------------------------------------------------
  const filter = (name, label = '') => {
    state.filter = name;
    state.label = label;
    lines().forEach((line) => {
      line.hidden = !line.dataset.holds.split(' ').includes(name);
    });
    within('.queue .none').forEach((line) => { line.hidden = shownLines().length > 0; });
    let isNamed = false;
    within('.review-filters [data-of]:not(.shared)').forEach((chip) => {
      const isThis = chip.dataset.of === name;
      isNamed ||= isThis;
      chip.setAttribute('aria-pressed', String(isThis));
    });
    within('.review-filters .shared').forEach((chip) => {
      chip.hidden = isNamed;
      chip.textContent = `只看：${label} ✕`;
      chip.setAttribute('aria-pressed', 'true');
    });
  };

  // --- going --------------------------------------------------------------------------------------
  const step = (by) => {
    const shown = shownLines();
    const place = shown.findIndex((line) => line.dataset.sentence === state.sentence);
    const next = shown[place < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, place + by))];
    if (next) {
      go(next.dataset.sentence);
    }
  };
  const go = (id) => {
    if (state.signing) {
      signing(false);
    }
    if (lineOf(id)?.hidden) {
      filter('all');
    }
    showSentence(id);
  };
  // After a decision: the next undecided one below, else the first above.
  const goOn = () => {
    const all = lines();
    const place = all.findIndex((line) => line.dataset.sentence === state.sentence);
    const next = [...all.slice(place + 1), ...all.slice(0, place)].find(isOpen);
    if (next) {
      showSentence(next.dataset.sentence);
    }
  };
  const stepCited = (by) => {
    const keys = Array.from(card()?.querySelectorAll('.cited[data-key]') ?? [])
      .map((panel) => panel.dataset.key);
    const place = keys.indexOf(state.cited.get(state.sentence));
    showCited(keys[(place + by + keys.length) % keys.length]);
  };

  // --- telling the server -----------------------------------------------------------------------------
  const send = (wish) => {
    state.waiting += 1;
    window.nigaoReview({ section: desk().dataset.section, ...wish });
  };
  const decide = (verb) => {
    const open = card();
    if (!open?.querySelector('.decide')) {
      return;
    }
    const of = open.dataset.sentence;
    send({ do: verb, of, on: open.dataset.on });
    state.sent.set(of, { verb, at: Date.now() });
    lineOf(of).dataset.sent = verb;
    goOn();
  };
  const undecide = (verb) => {
    const open = card();
    if (open?.querySelector('.decide') && lineOf(state.sentence).dataset.verb) {
      send({ do: verb, of: open.dataset.sentence });
    }
  };
  const lock = () => {
    const button = card()?.querySelector('[data-review=lock], [data-review=unlock]');
    if (button) {
      send({ do: button.dataset.review, of: state.sentence });
    }
  };
  // The words of a box, taken out of it; null and the cursor in it if there are none.
  const taken = (box) => {
    const area = box.querySelector('textarea');
    const text = area.value.trim();
    if (!text) {
      area.focus();
      return null;
    }
    state.typed.delete(keyOf(area));
    state.focused = '';
    area.value = '';
    area.blur();
    return text;
  };
  const keyOf = (area) => (area.dataset.typed === 'new' ? `new-${state.sentence}` : area.dataset.typed);
  const say = (button) => {
    const deed = button.dataset.review;
    const box = button.closest('.say, .reason');
    const text = taken(box);
    if (text === null) {
      return;
    }
    const thread = Number(button.closest('[data-thread]')?.dataset.thread ?? 0);
    const talk = button.closest('.writer-talk');
    if (talk) {
      window.nigaoTalk({ do: deed, section: talk.dataset.section, text, thread });
    } else if (deed === 'send-comment') {
      state.commenting = false;
      box.hidden = true;
      send({ do: 'comment', of: state.sentence, text });
    } else if (deed === 'waive') {
      send({ do: 'waive', of: button.closest('[data-blocker]').dataset.blocker, text });
    } else {
      send({ do: deed, text, thread });
    }
  };
  const deeds = {
    go: (button) => go(button.dataset.of),
    cite: (button) => showCited(button.dataset.key),
    unfold: (button) => button.classList.toggle('whole'),
    filter: (button) => {
      const isOn = state.filter === button.dataset.of && button.dataset.label;
      filter(isOn ? 'all' : button.dataset.of, button.dataset.label ?? '');
      signing(false);
      showSentence(shownLines()[0]?.dataset.sentence ?? state.sentence);
    },
    section: (button) => send({ do: 'show', section: button.dataset.of }),
    passed: () => decide('passed'),
    returned: () => decide('returned'),
    undecide: () => undecide('undecide'),
    lock,
    unlock: lock,
    comment: () => commenting(true),
    leave: () => commenting(false),
    signing: () => signing(!state.signing),
    'leave-signing': () => signing(false),
    waiving: (button) => {
      const box = button.closest('[data-blocker]').querySelector('.reason');
      box.hidden = !box.hidden;
      if (!box.hidden) {
        box.querySelector('textarea').focus();
      }
    },
    resolve: (button) => send({
      do: 'resolve', thread: Number(button.closest('[data-thread]').dataset.thread),
    }),
    sign: () => send({ do: 'sign' }),
    'send-comment': say, ask: say, answer: say, waive: say, reopen: say,
  };
  document.addEventListener('click', (event) => {
    const marker = event.target.closest('#review .cite');
    if (marker) { // before page.js, which would look for it among the sources of the drafting screen
      event.preventDefault();
      event.stopPropagation();
      showCited(marker.dataset.key);
      return;
    }
    const button = event.target.closest('[data-review]');
    if (button && !button.disabled) {
      deeds[button.dataset.review]?.(button);
    }
  }, true);

  // --- keys -------------------------------------------------------------------------------------------
  const KEYS = {
    1: () => decide('passed'), 2: () => decide('returned'), 3: () => commenting(true),
    0: () => undecide('undecide'), 4: lock, 9: () => signing(!state.signing),
    ArrowDown: () => step(1), ArrowUp: () => step(-1),
    ArrowRight: () => stepCited(1), ArrowLeft: () => stepCited(-1),
  };
  const isTyping = (element) => element.matches?.('textarea, input, select, [contenteditable=true]');
  const leave = (area) => {
    area.blur();
    if (area.closest('.say.new')) {
      commenting(false);
    }
  };
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) {
      return;
    }
    const area = event.target.closest?.('#review textarea, .writer-talk textarea');
    if (area) {
      if (event.key === 'Escape') {
        leave(area);
      } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        say(area.closest('.say, .reason').querySelector('[data-review]'));
      } else {
        return;
      }
    } else {
      const deed = event.key === 'Escape' && state.signing ? () => signing(false) : KEYS[event.key];
      const isFree = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
      if (!deed || !desk() || !isFree || isTyping(event.target)) {
        return;
      }
      deed();
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // --- what is typed outlives a redraw ------------------------------------------------------------------
  document.addEventListener('input', (event) => {
    const area = event.target.closest?.('#review textarea, .writer-talk textarea');
    if (area) {
      state.typed.set(keyOf(area), area.value);
    }
  });
  document.addEventListener('focusin', (event) => {
    const area = event.target.closest?.('#review textarea, .writer-talk textarea');
    state.focused = area ? keyOf(area) : '';
  });
  const refill = (areas) => areas.forEach((area) => {
    const typed = state.typed.get(keyOf(area));
    if (typed) {
      area.value = typed;
      const reason = area.closest('.reason');
      if (reason) {
        reason.hidden = false;
      }
    }
    if (state.focused && keyOf(area) === state.focused && area.offsetParent) {
      area.focus();
    }
  });
  window.nigaoReviewed = () => {
    state.waiting = Math.max(0, state.waiting - 1);
    const shown = desk();
    if (!shown) {
      return;
    }
    if (state.section !== shown.dataset.section) {
      Object.assign(state, { section: shown.dataset.section, sentence: '', filter: 'open' });
      state.sent.clear();
    }
    lines().forEach((line) => {
      const id = line.dataset.sentence;
      const sent = state.sent.get(id);
      if (!state.waiting || line.dataset.verb === sent?.verb || Date.now() - sent?.at > LONGEST) {
        state.sent.delete(id);
      } else if (sent) {
        line.dataset.sent = sent.verb;
      }
    });
    const isAll = state.filter === 'open' && !lines().some((line) => line.dataset.holds.includes('open'));
    filter(isAll ? 'all' : state.filter, state.label);
    signing(state.signing);
    refill(card() ? Array.from(card().querySelectorAll('textarea')) : within('.signing textarea'));
  };

  // --- the drafting screen: badges on the sentences that were commented on --------------------------------
  const badge = () => {
    const counts = new Map();
    document.querySelectorAll('#writer-talk [data-commented]').forEach((row) => {
      counts.set(row.dataset.commented, (counts.get(row.dataset.commented) ?? 0) + 1);
    });
    document.querySelectorAll('#paper .sentence').forEach((sentence) => {
      const count = counts.get(sentence.id.slice(2));
      if (count) {
        sentence.dataset.comments = `意见${count}`;
      } else {
        delete sentence.dataset.comments;
      }
    });
  };
  window.nigaoTalked = () => {
    badge();
    refill(Array.from(document.querySelectorAll('.writer-talk textarea')));
  };
  const painted = new MutationObserver((changes) => {
    if (changes.some((change) => change.target.closest?.('#paper'))) {
      badge();
    }
  });
  painted.observe(document.body, { childList: true, subtree: true });
}
