// The proposal: what waits on the paper, decided on by click or key.
(nigao) => {
  const { all, show, tell } = nigao;
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
    const shown = { proposal: open?.dataset.proposal ?? '', parent: nigao.version() };
    window.nigaoRewrite({ ...shown, ...wish });
  };
  let isBeside = false;
  const twoViews = () => document.querySelector('#paper .proposal, #paper .compared');
  let seen = ''; // the proposal that was shown last
  window.nigaoRewritten = () => {
    nigao.undecided();
    const open = shownProposal();
    twoViews()?.classList.toggle('is-beside', isBeside);
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
    // Of the boxes to write in, only an empty message box leaves these keys to the proposal.
    const isWriting = event.target.matches?.('textarea, input:not([type=checkbox], [type=radio])')
      && !(event.target.closest('#message') && !event.target.value.trim());
    const menu = document.querySelector('details.export[open]');
    if (box) {
      accepts ? reworded(box) : rewording(box, false);
    } else if (!accepts && nigao.closeBar()) {
      // that was all
    } else if (!accepts && menu?.offsetParent) {
      menu.open = false;
    } else if (shownProposal() && !isWriting) {
      decideOnAll(accepts ? 'accept' : 'reject');
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  Object.assign(nigao.deeds, {
    accept: (button) => decideOn(button, 'accept'),
    decline: (button) => decideOn(button, 'reject'),
    'accept-all': () => decideOnAll('accept'),
    'decline-all': () => decideOnAll('reject'),
    reword: (button) => rewording(button, true),
    unreword: (button) => rewording(button, false),
    reworded: (button) => reworded(button.closest('.rewording')),
    fix: (button) => rewrite({
      do: 'fix',
      rule: button.dataset.rule,
      sentence: button.dataset.of,
      start: Number(button.dataset.start),
    }),
    beside: () => {
      isBeside = !isBeside;
      twoViews().classList.toggle('is-beside', isBeside);
      show(all('#paper .change').find((change) => change.offsetParent));
    },
  });
  Object.assign(nigao, { rewrite, shownProposal });
}
