// A click on a video loads its player; before, nothing comes from elsewhere. Without this script, the link leads to the video.
document.addEventListener("click", event => {
  const link = event.target.closest("a[data-player]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const player = document.createElement("iframe");
  player.src = link.dataset.player;
  player.title = link.dataset.title;
  player.allow = "autoplay; fullscreen; picture-in-picture";
  // YouTube plays nothing for who does not say where from.
  player.referrerPolicy = "strict-origin-when-cross-origin";
  player.tabIndex = 0;
  link.replaceWith(player);
  player.focus();
});
