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

  document.addEventListener('click', (event) => {
    const marker = event.target.closest('.cite');
    if (marker) {
      event.preventDefault();
      light(marker.dataset.key);
      show(byKey('.source', marker.dataset.key)[0]);
      return;
    }
    const source = event.target.closest('.source');
    if (source && !event.target.closest('details')) {
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
  window.nigaoCopy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      bySelection(text);
    }
    tell('已复制全文');
  };
}
