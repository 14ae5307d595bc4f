// Orders of a small shop, written long ago.
var total = 0;

function addOrder(order) {
  var price = order.price;
  var label = 'Order ' + order.id + ' of ' + order.customer;
  total = total + price * order.count;
  return label;
}

function reset() {
  total = 0;
}

module.exports = { addOrder: addOrder, reset: reset };
