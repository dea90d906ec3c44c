// The list of versions: naming one, comparing two. House terms: turned on and off.
(nigao) => {
  const { tell } = nigao;
  const idOf = (element) => Number(element.closest('.version').dataset.version);
  const compare = (ids) => window.nigaoVersions({ do: 'compare', ids: ids.sort((a, b) => a - b) });
  const ticked = () => Array.from(document.querySelectorAll('.versions .pick:checked'));
  // A redraw keeps the ticks of the rows that stood in the same places before.
  window.nigaoVersioned = () => {
    ticked().forEach((box) => { box.checked = false; });
    document.querySelector('.versions [data-do=compare-two]')?.setAttribute('disabled', '');
  };
  const name = (element) => {
    const box = element.closest('.naming').querySelector('input');
    window.nigaoVersions({ do: 'name', ids: [idOf(element)], text: box.value });
  };
  const naming = (element, isOpen) => {
    const box = element.closest('.version').querySelector('.naming');
    box.hidden = !isOpen;
    if (isOpen) {
      box.querySelector('input').select();
    }
  };
  document.addEventListener('change', (event) => {
    if (event.target.matches?.('.versions .pick')) {
      const chosen = ticked();
      if (chosen.length > 2) {
        chosen.find((box) => box !== event.target).checked = false;
      }
      document.querySelector('.versions [data-do=compare-two]').disabled = ticked().length !== 2;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (!event.isComposing && event.target.matches?.('.naming input')) {
      if (event.key === 'Enter') {
        name(event.target);
      } else if (event.key === 'Escape') {
        naming(event.target, false);
        event.stopImmediatePropagation();
      }
    }
  }, true);
  const turn = (button, on) => {
    const { before, after } = button.closest('.term').dataset;
    window.nigaoTerms({ before, after, on });
  };
  Object.assign(nigao.deeds, {
    'compare-two': () => {
      const ids = ticked().map(idOf);
      ids.length === 2 ? compare(ids) : tell('请先勾选两个版本');
    },
    'compare-current': (button) => {
      const current = document.querySelector('.version.current');
      compare([idOf(button), idOf(current)]);
    },
    'name-version': (button) => naming(button, true),
    'version-named': (button) => name(button),
    restore: (button) => window.nigaoVersions({
      do: 'restore', ids: [idOf(button)], parent: nigao.version(),
    }),
    'term-on': (button) => turn(button, true),
    'term-off': (button) => turn(button, false),
  });
}
