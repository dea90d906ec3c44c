// Checking any text: the marks on the page and the list beside it point at each other.
(nigao) => {
  const { all } = nigao;
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

  Object.assign(nigao.deeds, {
    finding: (button) => pointAtFinding(button.dataset.of, 'list'),
    mend: (button) => mend({ do: 'mend', findings: numbersOf(button).map(Number) }),
    unmend: () => mend({ do: 'unmend' }),
    'copy-checked': () => window.nigaoCopy(checkedText().text),
    'save-checked': saveChecked,
  });
}
