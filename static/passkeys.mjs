// What a passkey needs is there only with script and a browser that knows passkeys; without
// them the page keeps showing its other ways.
const supported = Boolean(window.PublicKeyCredential);
const show = (name, visible) => {
  document.querySelectorAll(`[data-${name}]`).forEach((part) => {
    part.hidden = !visible;
  });
};

show("passkey", supported);
show("no-passkey", !supported);
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show("passkey-trouble", true);
});
