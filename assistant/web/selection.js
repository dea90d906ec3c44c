// Characters selected on the paper, or a sentence clicked: a small bar offers what can be done.
(nigao) => {
  const { all } = nigao;
  let selectionBar = null;
  const closeBar = () => {
    const wasOpen = selectionBar !== null;
    selectionBar?.remove();
    selectionBar = null;
    return wasOpen;
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
    if (!selection.rangeCount || selection.isCollapsed || nigao.shownProposal() || !nigao.version()) {
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
  const buttonFor = (deed, words) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.do = deed;
    button.textContent = words;
    return button;
  };
  const offer = (chosen) => {
    closeBar();
    if (!chosen) {
      return;
    }
    selectionBar = document.createElement('div');
    selectionBar.className = 'selection-bar';
    selectionBar.setAttribute('role', 'toolbar');
    selectionBar.setAttribute('aria-label', `改写${chosen.about}`);
    const about = document.createElement('small');
    about.textContent = chosen.about;
    selectionBar.append(about);
    const sentence = document.getElementById(`s-${chosen.wish.sentence}`);
    const isLocked = sentence?.dataset.lock !== undefined;
    // Double clicking the sentence does the same at once.
    const byHand = sentence && !isLocked ? [buttonFor('edit-sentence', '手工改')] : [];
    // While a proposal waits another one would take its place.
    const isOpen = !isLocked && !nigao.shownProposal();
    const chips = isOpen ? CHIPS.map((words) => buttonFor('on-selection', words)) : [];
    selectionBar.append(...(chosen.range ? [...chips, ...byHand] : [...byHand, ...chips]));
    if (sentence) {
      selectionBar.append(buttonFor(isLocked ? 'unlock' : 'ask-lock', isLocked ? '解除锁定' : '锁定'));
    }
    if (isLocked) {
      about.textContent = sentence.dataset.lock;
    }
    selectionBar.wish = chosen.wish;
    selectionBar.isSelected = Boolean(chosen.range);
    // A press would take the selection away before the click is there.
    selectionBar.addEventListener('mousedown', (event) => {
      if (!event.target.closest('input')) {
        event.preventDefault();
      }
    });
    document.body.append(selectionBar);
    const words = (chosen.range ?? sentence).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = selectionBar;
    const top = words.top - height - 6 > 0 ? words.top - height - 6 : words.bottom + 6;
    selectionBar.style.top = `${Math.min(top, window.innerHeight - height - 4)}px`;
    const left = words.left + words.width / 2 - width / 2;
    selectionBar.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`;
  };
  document.addEventListener('mouseup', (event) => {
    if (!event.target.closest?.('.selection-bar')) {
      setTimeout(() => { // the selection is settled after the event
        const chosen = selected();
        if (chosen) {
          offer(chosen);
        }
      });
    }
  });
  // A click on a sentence is about the whole of it.
  document.addEventListener('click', (event) => {
    if (event.composedPath().includes(selectionBar)) { // also what the click took away
      return;
    }
    const sentence = event.target.closest?.('#paper .sentence');
    const isFree = nigao.version() && window.getSelection().isCollapsed;
    if (sentence && isFree && !event.target.closest('.cite')) {
      offer({ about: '这一句', wish: { sentence: sentence.id.slice(2), start: 0, end: 0 } });
    } else if (isFree) {
      closeBar();
    }
  });
  document.addEventListener('keyup', (event) => {
    if (event.shiftKey && event.key.startsWith('Arrow')) {
      offer(selected()); // caret browsing
    }
  });
  document.addEventListener('selectionchange', () => {
    if (selectionBar?.isSelected && window.getSelection().isCollapsed) {
      closeBar();
    }
  });
  document.addEventListener('scroll', closeBar, true);

  const done = () => {
    window.getSelection().removeAllRanges();
    closeBar();
  };
  const lock = (sentence, why) => {
    nigao.edit({ do: 'lock', sentence, text: why });
    done();
  };
  Object.assign(nigao.deeds, {
    'on-selection': (button) => {
      nigao.rewrite({ do: 'propose', text: button.textContent, ...selectionBar.wish });
      done();
    },
    'edit-sentence': () => {
      const { sentence } = selectionBar.wish;
      done();
      nigao.editSentence(document.getElementById(`s-${sentence}`));
    },
    unlock: () => {
      nigao.edit({ do: 'unlock', sentence: selectionBar.wish.sentence });
      done();
    },
    'ask-lock': () => {
      const why = document.createElement('input');
      why.type = 'text';
      why.maxLength = 100;
      why.placeholder = '锁定的原因（可不填）';
      why.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && !event.isComposing) {
          lock(selectionBar.wish.sentence, why.value);
        }
      });
      selectionBar.isSelected = false; // typing takes the selection away
      selectionBar.replaceChildren(why, buttonFor('lock', '锁定'));
      why.focus();
    },
    lock: () => lock(selectionBar.wish.sentence, selectionBar.querySelector('input').value),
  });
  Object.assign(nigao, { closeBar });
}
