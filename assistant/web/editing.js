// A sentence edited in place, undoing, merging; keys for them outside of text boxes.
(nigao) => {
  const { tell } = nigao;
  // The version this window shows; 0 where nothing can be changed.
  nigao.version = () => Number(document.querySelector('#paper .held')?.dataset.version ?? 0);
  nigao.edit = (wish) => window.nigaoEdit({ parent: nigao.version(), ...wish });

  // The words of a sentence without the markers of its sources.
  const wordsOf = (sentence) => {
    const copy = sentence.cloneNode(true);
    copy.querySelectorAll('.cite').forEach((marker) => marker.remove());
    return copy.textContent;
  };
  const closeEditor = (editor) => {
    const sentence = document.getElementById(`s-${editor.dataset.sentence}`);
    sentence?.classList.remove('is-edited');
    editor.remove();
  };
  const buttonFor = (deed, words, kind = '') => {
    const made = document.createElement('button');
    made.type = 'button';
    made.dataset.do = deed;
    made.textContent = words;
    made.className = kind;
    return made;
  };
  nigao.editSentence = (sentence) => {
    if (!sentence || !nigao.version()) {
      return;
    }
    if (sentence.dataset.lock !== undefined) {
      tell(`${sentence.dataset.lock}，请先解除锁定`);
      return;
    }
    document.querySelectorAll('.hand').forEach(closeEditor);
    const editor = document.createElement('span');
    editor.className = 'hand';
    editor.dataset.sentence = sentence.id.slice(2);
    const box = document.createElement('textarea');
    box.value = wordsOf(sentence);
    box.maxLength = 4000;
    box.setAttribute('aria-label', '改这一句');
    box.rows = 1;
    const grow = () => {
      box.style.height = 'auto';
      box.style.height = `${box.scrollHeight + 4}px`;
    };
    box.addEventListener('input', grow);
    const hint = document.createElement('small');
    hint.textContent = '回车保存，Esc 取消';
    const buttons = [
      buttonFor('save-sentence', '保存', 'yes'), buttonFor('leave-sentence', '取消'),
    ];
    editor.append(box, ...buttons, hint);
    sentence.classList.add('is-edited');
    sentence.after(editor);
    grow();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  };
  const save = (editor) => {
    const text = editor.querySelector('textarea').value.trim();
    if (!text) {
      tell('这一句是空的；要删去这一句，请选中它，点“删去”');
      return;
    }
    nigao.edit({ do: 'write', sentence: editor.dataset.sentence, text });
  };
  document.addEventListener('dblclick', (event) => {
    const sentence = event.target.closest?.('#paper .sentence');
    if (sentence) {
      nigao.closeBar();
      window.getSelection().removeAllRanges();
      nigao.editSentence(sentence);
    }
  });
  // Before anything else hears the key: Escape would decline the proposal as well.
  document.addEventListener('keydown', (event) => {
    const editor = event.target.closest?.('.hand');
    if (!editor || event.isComposing || !['Enter', 'Escape'].includes(event.key)) {
      return;
    }
    event.key === 'Enter' ? save(editor) : closeEditor(editor);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('textarea, input, [contenteditable]');
    if (isTyping || event.altKey || !(event.ctrlKey || event.metaKey)) {
      return;
    }
    const key = event.key.toLowerCase();
    const deed = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : '';
    const button = deed && document.querySelector(`#steps [data-do=${deed}]`);
    if (button?.offsetParent) {
      event.preventDefault();
      if (!button.disabled) {
        button.click();
      }
    }
  });

  // --- merging: every conflict is decided before it can be saved -----------------------------------
  const merge = (element, wish) => {
    const { aside, parent } = element.closest('.merging').dataset;
    window.nigaoEdit({ aside: Number(aside), parent: Number(parent), ...wish });
  };
  const count = (merging) => {
    const left = Array.from(merging.querySelectorAll('.conflict'))
      .filter((conflict) => !conflict.querySelector('input:checked')).length;
    merging.querySelector('[data-do=save-merged]').disabled = left > 0;
  };
  document.addEventListener('change', (event) => {
    const merging = event.target.matches?.('.conflict input') && event.target.closest('.merging');
    if (merging) {
      count(merging);
    }
  });
  // A redraw keeps what was chosen for other conflicts in the same places.
  nigao.undecided = () => {
    const merging = document.querySelector('#paper .merging');
    merging?.querySelectorAll('.conflict input').forEach((choice) => { choice.checked = false; });
    if (merging) {
      count(merging);
    }
  };

  const step = (deed) => {
    if (nigao.version()) {
      nigao.edit({ do: deed });
    } else {
      tell('请先回到现稿，再撤销或重做');
    }
  };
  Object.assign(nigao.deeds, {
    undo: () => step('undo'),
    redo: () => step('redo'),
    'save-sentence': (pressed) => save(pressed.closest('.hand')),
    'leave-sentence': (pressed) => closeEditor(pressed.closest('.hand')),
    merge: (pressed) => window.nigaoEdit({ do: 'merge', aside: Number(pressed.dataset.aside) }),
    'save-merged': (pressed) => {
      const chosen = pressed.closest('.merging').querySelectorAll('.conflict input:checked');
      const mine = Array.from(chosen).filter((i) => i.value === 'mine').map((i) => i.name);
      merge(pressed, { do: 'save-merged', mine });
    },
    'drop-aside': (pressed) => merge(pressed, { do: 'drop-aside' }),
    'to-paper': () => window.nigaoEdit({ do: 'close' }),
    import: () => {
      const fold = document.querySelector('#import button.label-wrap');
      if (fold && !fold.classList.contains('open')) {
        fold.click();
      }
      setTimeout(() => {
        document.querySelector('#import textarea')?.focus({ preventScroll: true });
        document.querySelector('#import')?.scrollIntoView({ block: 'nearest' });
      }, 200);
    },
  });
}
