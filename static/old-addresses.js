// An address of the old site, such as /?p=12: no file can stand there. (Every statement ends with a semicolon, for the minifier.)
if (location.search) {
  fetch(document.currentScript.dataset.map).then((response) => response.json()).then((to) => {
    const query = new URLSearchParams(location.search);
    const keys = [location.search.slice(1), ...['p', 'page_id'].map((key) => key + '=' + query.get(key))];
    const key = keys.find((key) => Object.hasOwn(to, key));
    if (key) { location.replace(to[key] + location.hash); }
  });
}
