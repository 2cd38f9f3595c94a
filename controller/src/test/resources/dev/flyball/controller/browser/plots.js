// Of each plot: its size, and how many of its pixels have the colour of the line that matters.
(() => {
  const resolver = document.body.appendChild(document.createElement("span"));
  resolver.style.color = "var(--plot-1)";
  const wanted = getComputedStyle(resolver).color;
  resolver.remove();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = wanted;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return [...document.querySelectorAll(".plot canvas")].map((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let line = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) {
        line++;
      }
    }
    return { width: canvas.width, height: canvas.height, line };
  });
})()
