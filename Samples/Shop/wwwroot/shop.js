"use strict";

const byId = id => document.getElementById(id);
let page = 0;
let user = null;

async function ask(path, options) {
  const response = await fetch(path, options);
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const answer = isJson ? await response.json() : await response.text();
  byId("error").textContent = response.ok ? "" : String(answer);
  if (!response.ok) throw new Error(String(answer));
  showTouched(answer.touched);
  return answer.data;
}

function showTouched(touched) {
  const shards = [...new Set(touched.flatMap(each => each.shards.split(", ")).filter(name => name))].sort();
  byId("shards").replaceChildren(...shards.map(name => element("li", name)));
  byId("statements").replaceChildren(...touched.map(each => element("li", `${each.statement}: ${each.shards}`)));
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(...cells) {
  const made = document.createElement("tr");
  made.append(...cells);
  return made;
}

function header(...names) {
  byId("head").replaceChildren(row(...names.map(name => element("th", name))));
}

function showOrders(orders, title) {
  byId("title").textContent = title;
  header("Ordered", "Customer", "Country", "Item", "Price");
  byId("rows").replaceChildren(...orders.map(order => {
    const link = element("button", order.user, "link");
    link.type = "button";
    link.addEventListener("click", () => showUser(order.userId, order.user));
    const customer = document.createElement("td");
    customer.append(link);
    return row(
      element("td", order.ordered.slice(0, 16).replace("T", " ")), customer, element("td", order.country),
      element("td", order.item), element("td", order.price.toFixed(2), "number"));
  }));
}

async function showAll() {
  user = null;
  byId("order").hidden = true;
  showOrders(await ask(`api/orders?page=${page}`), "All orders");
  byId("previous").disabled = page === 0;
  byId("next").disabled = byId("rows").children.length === 0;
}

async function showUser(id, name) {
  user = { id, name };
  byId("customer").textContent = name;
  byId("order").hidden = false;
  showOrders(await ask(`api/users/${id}/orders`), `Orders of ${name}`);
  byId("previous").disabled = byId("next").disabled = true;
}

async function showTotals() {
  byId("order").hidden = true;
  const totals = await ask("api/totals");
  byId("title").textContent = "Totals by country";
  header("Country", "Orders", "Total");
  byId("rows").replaceChildren(...totals.map(total => row(
    element("td", total.country), element("td", total.orders, "number"), element("td", total.total.toFixed(2), "number"))));
  byId("previous").disabled = byId("next").disabled = true;
}

byId("all").addEventListener("click", () => { page = 0; showAll(); });
byId("totals").addEventListener("click", showTotals);
byId("previous").addEventListener("click", () => { page--; showAll(); });
byId("next").addEventListener("click", () => { page++; showAll(); });
byId("order").addEventListener("submit", async event => {
  event.preventDefault();
  const order = { userId: user.id, item: byId("item").value, price: Number(byId("price").value) };
  await ask("api/orders", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(order) });
  byId("order").reset();
  await showUser(user.id, user.name);
});
showAll();
