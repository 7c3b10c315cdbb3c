#!/usr/bin/env bash
# Calls the tool `reconcile`, whose path is the argument, as people do, right and wrong.
set -u
tool=$1
data="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/examples/data"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

cat >store.json <<'EOF'
{"schema": 1, "currency": "EUR", "categories": [], "products": []}
EOF
echo '{"schema": 1, "currency": "JPY", "categories": [], "products": []}' >yen_store.json
cat >till.json <<'EOF'
{"schema": 1, "currency": "EUR", "categories": [{"id": "1", "name": "Mugs", "parent_id": null}], "products": []}
EOF
cat >items.json <<'EOF'
{"@attributes": {"next": "", "previous": ""}, "Item": {"itemID": "7", "description": "Cup", "publishToEcom": "true",
 "Prices": {"ItemPrice": {"amount": "12.5", "useTypeID": "1", "useType": "Default"}}}}
EOF
cat >two_shops.json <<'EOF'
{"@attributes": {"next": "", "previous": ""}, "Item": {"itemID": "7", "description": "Cup", "publishToEcom": "true",
 "Prices": {"ItemPrice": [{"amount": "12.5", "useTypeID": "1", "useType": "Default"},
                          {"amount": "11", "useTypeID": "5", "useType": "Web"}]},
 "ItemShops": {"ItemShop": [{"shopID": "0", "qoh": "9"}, {"shopID": "1", "qoh": "5"}, {"shopID": "2", "qoh": "4"}]}}}
EOF
cat >bad_items.json <<'EOF'
{"@attributes": {"next": "", "previous": ""}, "Item": [{}, {"itemID": "7", "archived": "perhaps"}]}
EOF
cat >profile.json <<'EOF'
{"formatsAndUnits": {"currency": "EUR", "currencyPrecision": 2, "weightUnit": "KILOGRAM", "dimensionsUnit": "CM"}}
EOF
cat >products.json <<'EOF'
{"total": 1, "count": 1, "offset": 0, "limit": 100, "items": [{"id": 71, "name": "Cup", "price": 11, "enabled": true,
 "externalReferenceId": "7", "options": [], "categoryIds": [], "combinations": [], "showOnFrontpage": 1}]}
EOF
cat >x_products.json <<'EOF'
{"data": [{"id": "7", "name": "Cup", "active": true, "has_variants": false, "has_inventory": true,
  "price_including_tax": 12.5, "price_excluding_tax": 10.86957, "product_category": null}], "version": {"min": 1, "max": 1}}
EOF
cat >x_levels.json <<'EOF'
{"data": [{"id": "a", "product_id": "7", "outlet_id": "o1", "inventory_level": 5, "version": 2},
          {"id": "b", "product_id": "7", "outlet_id": "o2", "inventory_level": 4, "version": 3}]}
EOF
echo '{"data": [], "version": {"min": null, "max": null}}' >x_end.json
echo '{"data": {"id": "r", "tax_exclusive": true, "currency": {"code": "EUR"}}}' >x_retailer.json
echo '{"data": [{"id": "t1", "name": "Web", "outlet_id": "o2", "invoice_prefix": "W"}]}' >x_registers.json
echo '{"data": [{"id": "8", "handle": "x", "active": "perhaps"}]}' >bad_x_products.json
echo '{"total": 0, "count": 0, "offset": 0, "limit": 100, "items": []}' >nothing.json
echo '{"total": 2, "items": [{"id": 71, "sku": {}}, {"id": 72, "price": "x"}]}' >bad_products.json
echo '{"schema": 1, "currency": "EUR", "categories": [{"id": 1}], "products": {}}' >bad_store.json
echo '{"schema": 1, "products": [' >cut.json
echo '{"profile": "r_series"}' >policy.json
echo '{"product.price": "sideways"}' >bad_policy.json
: >empty.json

failed=0
# expect STATUS OUTPUT ERROR ARGUMENT...: a pattern of grep -E that must be found in each, "" where
# the output must be empty.
expect()
{
    local status=$1 output=$2 error=$3 got
    shift 3
    "$tool" "$@" >out 2>err
    got=$?
    local wrong=()
    [ "$got" = "$status" ] || wrong+=("status $got, not $status")
    if [ -n "$output" ]; then grep -qE -- "$output" out || wrong+=("no '$output' in the output")
    else [ ! -s out ] || wrong+=("an output"); fi
    if [ -n "$error" ]; then grep -qE -- "$error" err || wrong+=("no '$error' among the errors")
    else [ ! -s err ] || wrong+=("an error"); fi
    [ ${#wrong[@]} -eq 0 ] && return
    failed=$((failed + 1))
    printf 'reconcile %s\n' "$*"
    printf '  %s\n' "${wrong[@]}" "$(cat err)"
}
both=(--pos till.json --ecom store.json)

# a plan
expect 0 '^1 action in 1 wave: 1 created' '' --profile r_series "${both[@]}"
expect 0 '^1 action in 1 wave: 1 created' '' --profile=r_series --pos=till.json --ecom=store.json --output=text
expect 0 '^  "profile": "r_series"' '' --profile r_series "${both[@]}" --output json
expect 0 '^Plan by the r_series' '' --policy policy.json "${both[@]}"
expect 0 '^Plan by the r_series' '' --profile r_series --policy policy.json "${both[@]}"
expect 0 'price: 12\.50' '' --profile r_series --pos r_series:items.json --ecom store.json
expect 0 'counts in JPY, ecom in EUR' '' --profile r_series --pos r_series:items.json --ecom store.json --currency JPY
expect 0 '^\{"wave":0,"side":"ecom","actions":\[0\],"method":"POST","path":"/categories","body":\{"name":"Mugs","parentId":0,"enabled":false,"orderBy":0,"externalReferenceId":"1"\}\}$' \
    '' --profile r_series "${both[@]}" --output requests
expect 0 '^usage: reconcile' '' --help
expect 0 '^usage: reconcile' '' --profile r_series --help
two_shops=(--profile r_series --pos r_series:two_shops.json --ecom store.json)
expect 0 'stock\.outlets' '' "${two_shops[@]}"
expect 0 'price: 12\.50, .*quantity: 4' '' "${two_shops[@]}" --online-shop 2
expect 0 'price: 11\.00' '' "${two_shops[@]}" --online-price web
ecwid="ecwid:products.json,categories=nothing.json"
expect 0 '11\.00 → 12\.50' '' --profile r_series --pos r_series:items.json --ecom "$ecwid,profile.json"
expect 0 '11\.00 → 12\.50' '' --profile r_series --pos r_series:items.json --ecom "$ecwid" --currency EUR \
    --weight-unit lb --length-unit in
expect 0 'counts in JPY, ecom in EUR' '' --profile r_series --pos r_series:items.json --ecom "$ecwid,profile.json" --currency JPY
expect 0 '^1 action in 1 wave: 1 created' '' --profile r_series --pos till.json \
    --ecom 'ecwid:products=nothing.json,/categories?hidden_categories=true=nothing.json,profile.json'
x_pages=x_series:x_products.json,x_end.json
expect 0 'price: 10\.87' '' --profile x_series --pos "$x_pages,x_retailer.json" --ecom store.json
expect 0 'price: 12\.50' '' --profile x_series --pos "$x_pages" --ecom store.json --prices-with-tax yes
expect 0 'price: 10\.87' '' --profile x_series --pos "$x_pages" --ecom store.json --prices-with-tax no
expect 0 'counts in EUR, ecom in JPY' '' --profile x_series --pos "$x_pages,x_retailer.json" --ecom yen_store.json
expect 0 'quantity: 4' '' --profile x_series --pos "$x_pages,x_retailer.json,x_levels.json,x_end.json,x_registers.json" \
    --ecom store.json --online-shop Web
expect 0 'quantity: 5' '' --profile x_series --ecom store.json --online-shop o1 \
    --pos "x_series:/products?after=0=x_products.json,x_retailer.json,products=x_end.json,products/7/inventory=x_levels.json"

# the example shops, to the counts of the last line
r_series="$(printf "%s," "$data"/r_series_{items,matrices,categories,shops,customer_types,customers}.json)"
r_series=(--profile r_series --pos "r_series:${r_series%,}" --ecom "$data/r_series_store.json")
x_series=(--profile x_series --pos "$data/x_series_pos.json" --ecom "$data/x_series_store.json")
expect 0 '^49 actions in 11 waves: 29 created, 11 changed, 3 deleted, 3 linked, 1 put in order, 2 with new pictures; 2 conflicts, 2 holds, 9 notices, 0 errors$' \
    '' "${r_series[@]}"
expect 0 '^37 actions in 12 waves: 10 created, 18 changed, 3 deleted, 4 linked, 2 with new pictures; 2 conflicts, 3 holds, 8 notices, 0 errors$' \
    '' "${x_series[@]}"
for shop in r_series x_series; do
    declare -n call=$shop
    for kind in Categories Products Variants Customers; do
        expect 0 "^$kind: [1-9]" '' "${call[@]}"
    done
    expect 0 '^  "complete": false' '' "${call[@]}" --output json
done

# a wrong call
expect 2 '' '^--pos is missing'
expect 2 '' '^--ecom is missing'
expect 2 '' '^--profile is missing' "${both[@]}"
expect 2 '' 'no profile s_series' --profile s_series "${both[@]}"
expect 2 '' 'no profile s_series' --profile s_series --policy policy.json "${both[@]}"
expect 2 '' 'no option --prifole' --prifole r_series "${both[@]}"
expect 2 '' 'no option till.json' --profile r_series --pos till.json till.json --ecom store.json
expect 2 '' '--ecom needs a value' --profile r_series --pos till.json --ecom
expect 2 '' '--pos needs a value' --profile r_series --pos --ecom store.json
expect 2 '' '--pos needs a value' --profile r_series --pos= --ecom store.json
expect 2 '' '--profile is given twice' --profile r_series --profile x_series "${both[@]}"
expect 2 '' '--output is text, json or requests' --profile r_series "${both[@]}" --output yaml
expect 2 '' '--currency is a code' --profile r_series --pos r_series:items.json --ecom store.json --currency euro
expect 2 '' '--online-shop is for' --profile r_series "${both[@]}" --online-shop 1
expect 2 '' '--online-price is for' --profile r_series "${both[@]}" --online-price Web
expect 2 '' '--currency is for' --profile r_series "${both[@]}" --currency EUR
expect 2 '' 'before and after each comma' --profile r_series --pos r_series:items.json, --ecom store.json
expect 2 '' 'before and after each comma' --profile r_series --pos r_series: --ecom store.json
expect 2 '' 'ecwid: needs a file before and after each comma' --profile r_series --pos till.json --ecom ecwid:,products.json
expect 2 '' '--prices-with-tax is for' --profile x_series "${both[@]}" --prices-with-tax yes
expect 2 '' '--prices-with-tax is yes or no' --profile x_series --pos "$x_pages" --ecom store.json --prices-with-tax maybe
expect 2 '' '--online-price is for' --profile x_series --pos "$x_pages" --ecom store.json --online-price Web
expect 2 '' 'x_series: needs a file before and after each comma' --profile x_series --pos x_series: --ecom store.json
expect 2 '' '--weight-unit is one of' --profile r_series --pos till.json --ecom ecwid:products.json --weight-unit stone
expect 2 '' '--length-unit is one of' --profile r_series --pos till.json --ecom ecwid:products.json --length-unit ft
expect 2 '' '--weight-unit and --length-unit are for' --profile r_series "${both[@]}" --weight-unit kg
expect 2 '' '--write needs a folder, and nowhere is none' --profile r_series "${both[@]}" --write nowhere
expect 2 '' '--write needs a folder, and till.json is none' --profile r_series "${both[@]}" --write till.json

# a refused input
expect 2 '' '^missing.json: cannot be read' --profile r_series --pos missing.json --ecom store.json
expect 2 '' '^\.: cannot be read' --profile r_series --pos till.json --ecom .
expect 2 '' '^missing.json: cannot be read' --profile r_series --policy missing.json "${both[@]}"
expect 2 '' '^cut.json: .*expected' --profile r_series --pos cut.json --ecom store.json
expect 2 '' '^cut.json: .*expected' --profile r_series --pos r_series:cut.json --ecom store.json
expect 2 '' '^empty.json: .*expected' --profile r_series --pos empty.json --ecom store.json
expect 2 '' '^bad_policy.json: /product.price: expected' --profile r_series --policy bad_policy.json "${both[@]}"
expect 2 '' '^policy.json: .*x_series' --profile x_series --policy policy.json "${both[@]}"
expect 2 '' '^bad_store.json: /categories/0/id: expected' --profile r_series --pos till.json --ecom bad_store.json
expect 2 '' '^bad_x_products.json: /data/0/active: expected' --profile x_series --pos x_series:bad_x_products.json --ecom store.json
expect 2 '' 'whether prices include tax' --profile x_series --pos "$x_pages" --ecom store.json
expect 2 '' '^bad_products.json: /items/0/sku: expected' --profile r_series --pos till.json --ecom ecwid:products.json,bad_products.json
expect 2 '' '^bad_products.json: /items/1/price: expected' --profile r_series --pos till.json --ecom ecwid:bad_products.json
expect 2 '' '^nothing.json: expected .*found "orders"' --profile r_series --pos till.json --ecom ecwid:orders=nothing.json
expect 2 '' '^missing.json: cannot be read' --profile r_series --pos till.json --ecom ecwid:products=missing.json
expect 2 '' '^bad_items.json: /Item/0/itemID: expected' --profile r_series --pos r_series:items.json,bad_items.json --ecom store.json
all=(--profile r_series --policy bad_policy.json --pos r_series:bad_items.json --ecom bad_store.json)
for place in 'bad_policy.json: /product.price' 'bad_items.json: /Item/0/itemID' 'bad_items.json: /Item/1/archived' \
    'bad_store.json: /categories/0/id' 'bad_store.json: /products'; do
    expect 2 '' "^$place" "${all[@]}"
done

expect 2 '' '^missing.json: cannot be read' --profile r_series "${both[@]}" --baseline missing.json
expect 2 '' '^missing.json: cannot be read' --profile r_series "${both[@]}" --decisions missing.json
expect 2 '' '^store.json: /pos: expected an object, found nothing' --profile r_series "${both[@]}" --baseline store.json
expect 2 '' '^store.json: .*expected an array' --profile r_series "${both[@]}" --decisions store.json

# what it leaves behind
check()
{
    local what=$1
    shift
    "$@" && return
    failed=$((failed + 1))
    printf '%s: not so\n' "$what"
}
none() { [ -z "$(ls -A "$1")" ]; }

# the requests of the example shops: ids of what is made are filled in, what a platform cannot take is said
expect 0 '"path":"/categories","body":\{"name":"Inner Tubes","parentId":"new-1"' '' "${r_series[@]}" --output requests
expect 0 '"method":"DELETE","path":"/products/117/combinations/7004"\}$' '' "${r_series[@]}" --output requests
expect 0 '"side":"pos",.*"path":"/Customer.json"' '' "${r_series[@]}" --output requests
expect 0 '^\{"severity":"notice","rule":"target.limits","message":"2 customers get no reference' '' "${r_series[@]}" --output requests
expect 0 '"side":"pos",.*"path":"/api/2.0/customer' '' "${x_series[@]}" --output requests

# an online price goes to the level that is named, also where the till is a snapshot
echo '{"profile": "r_series", "ecom_only_products": "create_in_pos"}' >to_till.json
cat >bucket_store.json <<'EOF'
{"schema": 1, "currency": "EUR", "categories": [], "products": [
 {"id": "92", "name": "Bucket", "sku": "BUCKET", "enabled": true, "category_ids": [], "on_front_page": true, "price": "9.00"}]}
EOF
bucket=(--profile r_series --policy to_till.json --ecom bucket_store.json --output requests)
expect 0 '"amount":"9\.00","useType":"Online"' '' "${bucket[@]}" --pos till.json
expect 0 '"amount":"9\.00","useType":"Web"' '' "${bucket[@]}" --pos till.json --online-price Web
expect 0 '"amount":"9\.00","useTypeID":"5"' '' "${bucket[@]}" --pos r_series:items.json --online-price 5

# the first run has no baseline, and the next one nothing to do
for shop in r_series x_series; do
    declare -n call=$shop
    mkdir "$shop"
    expect 0 ' actions in ' '' "${call[@]}" --baseline "$shop/baseline.json" --write "$shop"
    expect 0 '^No actions\.' '' --profile $shop --pos "$shop/pos.json" --ecom "$shop/ecom.json" --baseline "$shop/baseline.json"
    check "$shop: the three files" [ "$(ls -A "$shop" | tr '\n' ' ')" = 'baseline.json ecom.json pos.json ' ]
    check "$shop: ids of what is made" grep -q '"id":"new-1"' "$shop/pos.json" "$shop/ecom.json"
    cp "$shop/pos.json" "$shop.pos.json"
    expect 0 '^No actions\.' '' --profile $shop --pos "$shop/pos.json" --ecom "$shop/ecom.json" \
        --baseline "$shop/baseline.json" --write "$shop"
    check "$shop: nothing to do changes nothing" cmp -s "$shop/pos.json" "$shop.pos.json"
done

# a name that is changed in the store goes back to the till; changed in both, somebody decides
mkdir memory
cat >one_till.json <<'EOF'
{"schema": 1, "currency": "EUR", "categories": [], "products": [{"id": "1", "name": "Cup", "active": true, "price": "5.00", "online_price": null, "category_id": null}]}
EOF
cat >one_store.json <<'EOF'
{"schema": 1, "currency": "EUR", "categories": [], "products": [{"id": "9", "pos_id": "1", "name": "Cup", "enabled": true, "price": "5.00", "category_ids": [], "on_front_page": true}]}
EOF
remembered=(--profile r_series --baseline memory/baseline.json)
expect 0 '^No actions' '' "${remembered[@]}" --pos one_till.json --ecom one_store.json --write memory
sed 's/Cup/Mug/' one_store.json >mug_store.json
sed 's/Cup/Tin/' one_till.json >tin_till.json
expect 0 'name: “Cup” → “Mug”' '' "${remembered[@]}" --pos one_till.json --ecom mug_store.json
expect 0 'now: the till “Tin”, the online store “Mug”' '' "${remembered[@]}" --pos tin_till.json --ecom mug_store.json
key=$("$tool" "${remembered[@]}" --pos tin_till.json --ecom mug_store.json --output json |
    sed -n 's/^ *"key": "\(.*name\)",/\1/p')
echo "[{\"issue\": \"$key\", \"choice\": \"ecom\"}]" >decisions.json
expect 0 'name: “Tin” → “Mug” \[product.update, decided\]' '' "${remembered[@]}" --pos tin_till.json --ecom mug_store.json \
    --decisions decisions.json
echo '[{"issue": "a", "choice": "pos"}, {"issue": "a", "choice": "ecom"}]' >twice.json
expect 2 '' '^twice.json: /1/issue: expected an issue that has no decision yet' "${remembered[@]}" --pos tin_till.json \
    --ecom mug_store.json --decisions twice.json

# all of the files or none
mkdir empty full
expect 2 '' '^cut.json: .*expected' --profile r_series --pos cut.json --ecom store.json --write empty
check 'an input that is refused writes nothing' none empty
echo old >full/pos.json
mkdir full/ecom.json
expect 2 '' '^full/ecom.json: cannot be written' --profile r_series "${both[@]}" --write full
check 'the others stay as they were' [ "$(ls -A full | tr '\n' ' ')$(cat full/pos.json)" = 'ecom.json pos.json old' ]

[ "$failed" -eq 0 ] || { printf '%s calls went wrong\n' "$failed"; exit 1; }
